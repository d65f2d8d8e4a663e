/** The keys that sign-in tokens are checked with, tenant by tenant, as Microsoft Entra publishes them. */
import { createRemoteJWKSet, type RemoteJWKSet } from 'jose';

const KEPT = 500;
const NEW_A_MINUTE = 120;
const TIMEOUT_MS = 5_000;
const REST_MS = 5_000;

export interface KeySets {
  /** Undefined where there is no asking just now: these keys could not be read a moment ago, or too many tenants are new. */
  of(tenantId: string): RemoteJWKSet | undefined;
  /** They could not be read: whoever sends tokens of such a tenant makes us ask for its keys once in a while, not each time. */
  rest(tenantId: string): void;
}

/** `tenantId` goes into an address, so the caller has checked that it is a GUID. */
export function createKeySets(signInUrl: string): KeySets {
  const sets = new Map<string, { keys: RemoteJWKSet; restsUntil: number }>();
  let minute = { from: performance.now(), made: 0 };

  function make(tenantId: string): RemoteJWKSet | undefined {
    if (performance.now() - minute.from > 60_000) minute = { from: performance.now(), made: 0 };
    if (minute.made >= NEW_A_MINUTE) return undefined;
    minute.made += 1;
    const url = new URL(`${signInUrl}/${tenantId}/discovery/v2.0/keys`);
    const keys = createRemoteJWKSet(url, { timeoutDuration: TIMEOUT_MS });
    sets.set(tenantId, { keys, restsUntil: 0 });
    const [oldest] = sets.keys();
    if (sets.size > KEPT && oldest !== undefined) sets.delete(oldest);
    return keys;
  }

  return {
    of: (tenantId) => {
      const known = sets.get(tenantId);
      if (!known) return make(tenantId);
      if (performance.now() < known.restsUntil) return undefined;
      sets.delete(tenantId);
      sets.set(tenantId, known);
      return known.keys;
    },
    rest: (tenantId) => {
      const known = sets.get(tenantId);
      if (known) known.restsUntil = performance.now() + REST_MS;
    },
  };
}

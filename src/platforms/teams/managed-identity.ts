/** The token of the host's managed identity, from the SDK: it knows App Service, containers, virtual machines and Arc. */
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { DeliveryError } from '../../errors.ts';
import type { Cloud } from './clouds.ts';
import { notAccepted, type Account } from './credential.ts';
import { within } from './deadline.ts';

const TIMEOUT_MS = 10_000;

export function managedIdentity(cloud: Cloud, account: Account): (fresh: boolean) => Promise<string> {
  const factory = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppType: 'UserAssignedMsi',
    MicrosoftAppId: account.appId,
    MicrosoftAppTenantId: account.appTenantId,
  });

  async function load(fresh: boolean): Promise<string> {
    const credentials = await factory.createCredentials(account.appId, cloud.scope, cloud.loginUrl, true);
    return TokenHolder.parse(credentials).getToken(fresh);
  }

  async function ask(fresh: boolean): Promise<string> {
    const asked = await within(
      TIMEOUT_MS,
      load(fresh).catch((cause: unknown) => {
        throw unavailable(cause);
      }),
    );
    if (asked.late) throw unavailable(undefined);
    requireOwn(asked.value, account.appId);
    return asked.value;
  }

  let flight: Promise<string> | undefined;
  return (fresh) => {
    flight ??= ask(fresh).finally(() => {
      flight = undefined;
    });
    return flight;
  };
}

const TokenHolder = z.custom<{ getToken(fresh?: boolean): Promise<string> }>(
  (value) => typeof value === 'object' && value !== null && 'getToken' in value,
);
const Holder = z.object({ appid: z.string().optional(), azp: z.string().optional() });

function unavailable(cause: unknown): DeliveryError {
  return notAccepted(
    'This machine has no managed identity with the client id TEAMS_APP_ID. Please assign it to the host under Identity > User assigned.',
    cause,
  );
}

/** The SDK also tries whoever is signed in to the host's Azure tools; such a token would make the bot somebody else. */
function requireOwn(token: string, appId: string): void {
  const { appid, azp } = Holder.safeParse(readClaims(token)).data ?? {};
  const holder = appid ?? azp;
  if (holder === undefined || holder.toLowerCase() === appId.toLowerCase()) return;
  throw notAccepted(
    'The host gave the token of another identity. Please assign the managed identity with the client id TEAMS_APP_ID to it.',
  );
}

function readClaims(token: string): unknown {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

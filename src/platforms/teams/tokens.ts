/** The bot's own access token, held until five minutes before its end, and one request for all who ask at once. */
import type { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import type { Cloud } from './clouds.ts';
import { credentialOf, type Account } from './credential.ts';
import { managedIdentity } from './managed-identity.ts';
import { requestToken, type Granted } from './token-request.ts';

export interface Tokens {
  /** `fresh` throws away what is remembered: the connector refused it. */
  bearer(fresh?: boolean): Promise<string>;
  /** The same credentials, as the SDK wants them. */
  factory: CredentialsFactory;
}

type CredentialsFactory = Pick<
  ConfigurationServiceClientCredentialFactory,
  'isValidAppId' | 'isAuthenticationDisabled' | 'createCredentials'
>;

export function createTokens(cloud: Cloud, account: Account, now: () => Date): Tokens {
  const credential = credentialOf(account);
  const ask =
    credential.kind === 'managed identity'
      ? managedIdentity(cloud, account)
      : hold(() => requestToken(cloud, account, credential, now()));
  const bearer = (fresh = false): Promise<string> => ask(fresh);
  const factory: CredentialsFactory = {
    isValidAppId: (appId) => Promise.resolve(appId === account.appId),
    isAuthenticationDisabled: () => Promise.resolve(false),
    createCredentials: () =>
      Promise.resolve({
        signRequest: async (request) => {
          request.headers.set('authorization', `Bearer ${await bearer()}`);
          return request;
        },
      }),
  };
  return { bearer, factory };
}

const EARLY_MS = 5 * 60_000;

function hold(request: () => Promise<Granted>): (fresh: boolean) => Promise<string> {
  let held: { token: string; until: number } | undefined;
  let flight: Promise<string> | undefined;

  async function load(): Promise<string> {
    const granted = await request();
    // A lifetime is a stretch of time, so it is measured and never compared with a clock that somebody may move.
    held = { token: granted.access_token, until: performance.now() + granted.expires_in * 1000 - EARLY_MS };
    return granted.access_token;
  }

  return (fresh) => {
    if (!fresh && held && performance.now() < held.until) return Promise.resolve(held.token);
    flight ??= load().finally(() => {
      flight = undefined;
    });
    return flight;
  };
}

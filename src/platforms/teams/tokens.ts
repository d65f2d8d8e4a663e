/**
 * The bot's own access token. The real clouds use the SDK's credentials; a custom cloud uses this small client, because MSAL
 * insists on https and on discovering the authority.
 */
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { z } from 'zod';
import { DeliveryError } from '../../errors.ts';
import type { Cloud } from './clouds.ts';

interface BotAccount {
  appId: string;
  appPassword: string;
  appTenantId: string;
}

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

export function createTokens(cloud: Cloud, account: BotAccount): Tokens {
  return cloud.name === 'custom' ? ownTokens(cloud, account) : sdkTokens(cloud, account);
}

/** TEAMS_LOGIN_URL may be a whole token address or an authority, with or without the tenant. */
export function tokenUrl(loginUrl: string, tenantId: string): string {
  const base = loginUrl.replace(/\/+$/, '');
  if (base.endsWith('/token')) return base;
  const authority = base.includes(tenantId) ? base : `${base}/${tenantId}`;
  return `${authority}/oauth2/v2.0/token`;
}

const EARLY_MS = 5 * 60_000;
const TIMEOUT_MS = 10_000;
const Granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const Refused = z.object({ error: z.string() });

function ownTokens(cloud: Cloud, account: BotAccount): Tokens {
  const url = tokenUrl(cloud.loginUrl, account.appTenantId);
  let held: { token: string; until: number } | undefined;
  let flight: Promise<string> | undefined;

  async function load(): Promise<string> {
    const granted = await requestToken(url, cloud, account);
    // A lifetime is a stretch of time, so it is measured and never compared with a clock that somebody may move.
    held = { token: granted.access_token, until: performance.now() + granted.expires_in * 1000 - EARLY_MS };
    return granted.access_token;
  }
  function bearer(fresh = false): Promise<string> {
    if (!fresh && held && performance.now() < held.until) return Promise.resolve(held.token);
    flight ??= load().finally(() => {
      flight = undefined;
    });
    return flight;
  }
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

async function requestToken(url: string, cloud: Cloud, account: BotAccount): Promise<z.infer<typeof Granted>> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: account.appId,
    client_secret: account.appPassword,
    scope: `${cloud.scope}/.default`,
  });
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      body: form,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    body = await response.json().catch(() => undefined);
  } catch (cause) {
    throw new DeliveryError('try-later', 'login-unreachable', 'The Microsoft sign-in service cannot be reached.', {
      cause,
    });
  }
  const granted = Granted.safeParse(body);
  if (response.ok && granted.success) return granted.data;
  throw refusal(response.status, Refused.safeParse(body).data?.error);
}

function sdkTokens(cloud: Cloud, account: BotAccount): Tokens {
  const factory = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppId: account.appId,
    MicrosoftAppPassword: account.appPassword,
    MicrosoftAppTenantId: account.appTenantId,
  });
  async function bearer(fresh = false): Promise<string> {
    const credentials = await factory.createCredentials(account.appId, cloud.scope, cloud.loginUrl, true);
    try {
      return await TokenHolder.parse(credentials).getToken(fresh);
    } catch (cause) {
      const code = MsalProblem.safeParse(cause).data?.errorCode;
      throw refusal(code !== undefined && /^(invalid|unauthorized)_/.test(code) ? 401 : 503, code, cause);
    }
  }
  return { bearer, factory };
}

const TokenHolder = z.custom<{ getToken(fresh?: boolean): Promise<string> }>(
  (value) => typeof value === 'object' && value !== null && 'getToken' in value,
);
const MsalProblem = z.object({ errorCode: z.string() });

function refusal(status: number, code: string | undefined, cause?: unknown): DeliveryError {
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return new DeliveryError(
      'install-dead',
      code ?? `login-${status}`,
      'Microsoft did not accept the app id and password. Please check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_APP_TENANT_ID.',
      { cause },
    );
  return new DeliveryError(
    'try-later',
    code ?? `login-${status}`,
    'The Microsoft sign-in service is not answering as it should.',
    {
      cause,
    },
  );
}

/**
 * Asks a Microsoft sign-in service for the bot's own token, with a secret or with a certificate. In every cloud, because the
 * SDK asks the commercial one for whatever bot has a certificate, and cannot be tried without Microsoft.
 */
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { DeliveryError, SetUpError } from '../../errors.ts';
import { readCertificate } from './certificate.ts';
import type { Cloud } from './clouds.ts';
import { notAccepted, type Account, type Credential } from './credential.ts';

/** TEAMS_LOGIN_URL may be a whole token address or an authority, with or without the tenant. */
export function tokenUrl(loginUrl: string, tenantId: string): string {
  const base = loginUrl.replace(/\/+$/, '');
  if (base.endsWith('/token')) return base;
  const authority = base.endsWith(`/${tenantId}`) ? base : `${base}/${encodeURIComponent(tenantId)}`;
  return `${authority}/oauth2/v2.0/token`;
}

const TIMEOUT_MS = 10_000;
const Granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
export type Granted = z.infer<typeof Granted>;
const Refused = z.object({ error: z.string(), error_description: z.string().optional() });

export async function requestToken(
  cloud: Cloud,
  account: Account,
  credential: Exclude<Credential, { kind: 'managed identity' }>,
  now: Date,
): Promise<Granted> {
  const url = tokenUrl(cloud.loginUrl, account.appTenantId);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: account.appId,
    scope: `${cloud.scope}/.default`,
    ...(credential.kind === 'secret'
      ? { client_secret: credential.secret }
      : { client_assertion_type: ASSERTION, client_assertion: await assertionOf(credential.file, account, url, now) }),
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
  const refused = Refused.safeParse(body).data;
  throw refusal(response.status, refused?.error ?? `login-${response.status}`, refused?.error_description, credential);
}

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ASSERTION_SECONDS = 300;

async function assertionOf(file: string, { appId }: Account, audience: string, now: Date): Promise<string> {
  const { key, thumbprint } = await readCertificate(file, now).catch((cause: unknown) => {
    if (!(cause instanceof SetUpError)) throw cause;
    throw notAccepted(cause.message, cause);
  });
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': Buffer.from(thumbprint, 'hex').toString('base64url') })
    .setIssuer(appId)
    .setSubject(appId)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + ASSERTION_SECONDS)
    .sign(key);
}

/** What Microsoft's own numbers mean here; its sentences name tenants and times, so they are not passed on. */
const MENDS: Record<string, string> = {
  AADSTS90002: 'There is no such tenant. Please check TEAMS_APP_TENANT_ID and TEAMS_CLOUD.',
  AADSTS900023: 'TEAMS_APP_TENANT_ID is no tenant id.',
  AADSTS700016: 'The app is not in that tenant. Please check TEAMS_APP_ID, TEAMS_APP_TENANT_ID and TEAMS_CLOUD.',
  AADSTS7000222: 'The client secret has ended. Please make a new one and set TEAMS_APP_PASSWORD to it.',
  AADSTS7000215: 'TEAMS_APP_PASSWORD is not a secret of this app. Copy the value of the secret, and not its id.',
  AADSTS700027:
    'Microsoft does not know this certificate. Please upload it to the app registration under Certificates & secrets.',
  AADSTS700024: "Microsoft finds the proof too early or too late. Please look at this machine's clock.",
};

function refusal(status: number, code: string, description: string | undefined, { kind }: Credential): DeliveryError {
  if (status < 400 || status >= 500 || status === 408 || status === 429)
    return new DeliveryError('try-later', code, 'The Microsoft sign-in service is not answering as it should.');
  const number = /AADSTS\d+/.exec(description ?? '')?.[0] ?? '';
  const name = kind === 'secret' ? 'TEAMS_APP_PASSWORD' : 'TEAMS_APP_CERTIFICATE_FILE';
  const words = `Please check TEAMS_APP_ID, ${name} and TEAMS_APP_TENANT_ID.`;
  const general = `Microsoft did not accept the app id and ${kind === 'secret' ? 'password' : 'certificate'}. ${words}`;
  return notAccepted(MENDS[number] ?? general);
}

/** How the bot proves that it is the bot: exactly one of three ways. */
import { DeliveryError, SetUpError } from '../../errors.ts';
import { readCertificate } from './certificate.ts';

export interface Account {
  appId: string;
  /** The Microsoft Entra tenant in which the bot is registered. */
  appTenantId: string;
  /** A client secret; or else a file with certificate and key in PEM; or else the managed identity of the host. */
  appPassword?: string;
  certificateFile?: string;
  managedIdentity?: boolean;
}

export type Credential =
  { kind: 'secret'; secret: string } | { kind: 'certificate'; file: string } | { kind: 'managed identity' };

export function credentialOf(account: Account): Credential {
  const { appPassword = '', certificateFile = '', managedIdentity = false } = account;
  const given: Credential[] = [
    ...(appPassword.trim() === '' ? [] : [{ kind: 'secret' as const, secret: appPassword }]),
    ...(certificateFile.trim() === '' ? [] : [{ kind: 'certificate' as const, file: certificateFile }]),
    ...(managedIdentity ? [{ kind: 'managed identity' as const }] : []),
  ];
  const [only, another] = given;
  if (only && !another) return only;
  throw new SetUpError(
    `Teams needs one of TEAMS_APP_PASSWORD, TEAMS_APP_CERTIFICATE_FILE and TEAMS_APP_IDENTITY=managed, and ${only ? 'more than one is' : 'none is'} set.`,
  );
}

const AGAIN_MS = 5 * 60_000;

/** Microsoft does not take the bot for itself. Until somebody mends that, messages wait: nothing is wrong with any of them. */
export function notAccepted(message: string, cause?: unknown): DeliveryError {
  return new DeliveryError('try-later', 'app-credential', message, {
    cause,
    retryAfterMs: AGAIN_MS,
    limits: 'workspace',
  });
}

/** An empty app id would switch the SDK's authentication off altogether. */
export async function requireAccount(account: Account, now: Date): Promise<void> {
  const missing = Object.entries({ TEAMS_APP_ID: account.appId, TEAMS_APP_TENANT_ID: account.appTenantId })
    .filter(([, value]) => value.trim() === '')
    .map(([name]) => name);
  if (missing.length > 0) throw new SetUpError(`Teams cannot start without ${missing.join(' and ')}.`);
  const credential = credentialOf(account);
  if (credential.kind === 'certificate') await readCertificate(credential.file, now);
}

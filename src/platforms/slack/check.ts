import { SetUpError } from '../../errors.ts';
import type { Connection, Identity } from './connection.ts';
import { reasonOf, toDeliveryError } from './errors.ts';

/** What every part of the product needs; the manifest asks for these. */
const NEEDED = [
  'commands',
  'chat:write',
  'im:write',
  'im:history',
  'users:read',
  'users:read.email',
  'channels:read',
  'groups:read',
];

/** Whether our credentials work and reach far enough; the error says how to mend it. */
export async function checkConnection(connection: Connection): Promise<{ teamId: string; name: string }> {
  const identity = await connection.identify().catch((error: unknown) => {
    throw new SetUpError(mendFor(error), { cause: error });
  });
  const missing = missingScopes(identity);
  if (missing.length > 0)
    throw new SetUpError(
      `The Slack app lacks ${missing.length === 1 ? 'the permission' : 'the permissions'} ${missing.join(', ')}. Add ${missing.length === 1 ? 'it' : 'them'} under OAuth & Permissions and install the app again.`,
    );
  return { teamId: identity.teamId, name: identity.teamName };
}

function missingScopes(identity: Identity): string[] {
  // A proxy may swallow the header that tells; then the first call that lacks a permission says so.
  return identity.scopes === undefined ? [] : NEEDED.filter((scope) => !identity.scopes?.includes(scope));
}

function mendFor(error: unknown): string {
  const reason = reasonOf(error);
  if (reason === 'invalid_auth' || reason === 'not_authed')
    return 'Slack does not accept SLACK_BOT_TOKEN. Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.';
  const failure = toDeliveryError(error, 'auth.test', 'repeatable');
  return failure.kind === 'install-dead'
    ? failure.message
    : `Slack cannot be reached (${reason}). Check the network and SLACK_API_URL.`;
}

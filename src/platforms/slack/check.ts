import { SetUpError } from '../../errors.ts';
import type { Connections } from './connections.ts';
import { reasonOf, toDeliveryError } from './errors.ts';
import { missingScopes } from './install/scopes.ts';

/** Whether our credentials work and reach far enough; the error says how to mend it. Undefined where there may be many. */
export async function checkConnection(connections: Connections): Promise<{ teamId: string; name: string } | undefined> {
  const connection = await connections.check().catch((error: unknown) => {
    throw new SetUpError(mendFor(error), { cause: error });
  });
  if (connection === undefined) return undefined;
  const { identity } = connection;
  // A proxy may swallow the header that tells; then the first call that lacks a permission says so.
  const missing = identity.scopes === undefined ? [] : missingScopes(identity.scopes);
  if (missing.length > 0)
    throw new SetUpError(
      `The Slack app lacks ${missing.length === 1 ? 'the permission' : 'the permissions'} ${missing.join(', ')}. Add ${missing.length === 1 ? 'it' : 'them'} under OAuth & Permissions and install the app again.`,
    );
  return { teamId: identity.teamId, name: identity.teamName };
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

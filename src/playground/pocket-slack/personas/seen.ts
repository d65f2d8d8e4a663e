/** What the person sees of an action: it went through, errors beside fields, or a notice that something failed. */
import type { Reply } from '../signed-request.ts';
import { announceChange, getDesk } from '../world.ts';
import type { User, World } from '../world.ts';

type NoticeCode =
  | 'operation_timeout'
  | 'dispatch_failed'
  | 'http_client_error'
  | 'http_service_error'
  | 'invalid_response'
  | 'invalid_command'
  | 'invalid_shortcut'
  | 'missing_scope';

export type Seen =
  | { ok: true }
  | { ok: false; errors: Record<string, string> }
  | { ok: false; notice: NoticeCode; text: string; detail?: string };

/** Undefined when the app acknowledged with a 2xx in time. */
export function findFailure(reply: Reply): NoticeCode | undefined {
  if (reply.kind === 'timeout') return 'operation_timeout';
  if (reply.kind === 'unreachable') return 'dispatch_failed';
  if (reply.status >= 200 && reply.status < 300) return undefined;
  return reply.status >= 500 ? 'http_service_error' : 'http_client_error';
}

export function giveNotice(world: World, user: User, code: NoticeCode, text: string, detail?: string): Seen {
  getDesk(world, user).notices.push({ at: world.now(), code, text });
  announceChange(world, { workspaceId: user.workspaceId, userId: user.id });
  return { ok: false, notice: code, text, ...(detail === undefined ? {} : { detail }) };
}

export const troubleConnecting = 'We had some trouble connecting. Try again?';

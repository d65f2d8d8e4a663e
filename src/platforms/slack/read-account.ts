/** What Slack tells of an account that changed, joined or was switched off. */
import type { Profile } from '../../chat/platform.ts';
import { Id } from './payloads.ts';
import { User, profileOf } from './user.ts';
import type { Whose } from './whose.ts';

/** The id becomes a part of a row; see `payloads.ts`. */
const Known = User.extend({ id: Id });

/** Undefined for bots, for Slack's own helper and for people of other workspaces: they are nobody of ours. */
export function readAccount(
  whose: Whose,
  user: unknown,
): { change: 'changed' | 'closed'; profile: Profile } | undefined {
  const read = Known.safeParse(user);
  if (!read.success) return undefined;
  const profile = profileOf(whose, read.data);
  if (profile === undefined) return undefined;
  // Slack empties an account that it switches off: what it still says of it is not to be kept.
  return read.data.deleted ? { change: 'closed', profile: { userId: profile.userId } } : { change: 'changed', profile };
}

// Who would read a post: decided from what the platform says of the channel and what the roster says of its members.
import type { ChannelAudience } from '../chat/platform.ts';
import type { Tx } from '../db/client.ts';
import type { PlatformName } from '../chat/platform.ts';
import type { Viewer } from './access.ts';
import { storedName } from './accounts.ts';

export type Judgement = { ok: true } | { ok: false; reason: string; text: string };

/** A digest goes only where everybody who reads along has a role in the roster (domain: actors, tenancy, identity). */
export function judgeChannel(channel: ChannelAudience, known: ReadonlySet<string>): Judgement {
  const mend = 'Remove them or choose another channel with “district here”.';
  if (channel.isPublic)
    return refuse(
      'channel-public',
      `${channel.name} is open to everybody. Choose a private channel with “district here”.`,
    );
  if (channel.isShared)
    return refuse(
      'channel-shared',
      `${channel.name} is shared with another organization. Choose another channel with “district here”.`,
    );
  const guests = channel.members.filter((member) => member.isGuest).length;
  if (guests > 0)
    return refuse('channel-guests', `${channel.name} has ${guests === 1 ? 'a guest' : `${guests} guests`}. ${mend}`);
  const strangers = channel.members.filter((member) => !known.has(member.userId)).length;
  if (strangers > 0)
    return refuse(
      'channel-strangers',
      `${channel.name} has ${strangers === 1 ? 'a member' : `${strangers} members`} without a role in the roster. ${mend}`,
    );
  return { ok: true };
}

function refuse(reason: string, text: string): Judgement {
  return { ok: false, reason, text: `I did not post the digest: ${text}` };
}

/** Which of the members are people of the roster with a role: by their account, or by the address that the platform has verified. */
export async function findKnownMembers(
  tx: Tx,
  viewer: Viewer,
  platform: PlatformName,
  teamId: string,
  channel: ChannelAudience,
): Promise<Set<string>> {
  const emails = channel.members.flatMap((member) => (member.email === undefined ? [] : [member.email.toLowerCase()]));
  const userIds = channel.members.map((member) => member.userId);
  const people = await tx.person.findMany({
    where: {
      tenantId: viewer.tenantId,
      active: true,
      AND: [
        { OR: [{ grants: { some: { endsOn: null } } }, { asCoach: { some: {} } }, { asPrincipal: { some: {} } }] },
        {
          OR: [
            { email: { in: emails } },
            { accounts: { some: { platform: storedName(platform), teamId, userId: { in: userIds } } } },
          ],
        },
      ],
    },
    select: { email: true, accounts: { where: { platform: storedName(platform), teamId }, select: { userId: true } } },
  });
  const accounts = new Set(people.flatMap((person) => person.accounts.map((account) => account.userId)));
  const known = new Set(people.flatMap((person) => (person.email === null ? [] : [person.email])));
  return new Set(
    channel.members
      .filter(
        (member) =>
          accounts.has(member.userId) || (member.email !== undefined && known.has(member.email.toLowerCase())),
      )
      .map((member) => member.userId),
  );
}

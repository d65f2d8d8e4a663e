// Who is not known yet: recognized by the e-mail address that the platform has verified, or told how to become known.
import { defineCard, type Card } from '../chat/card.ts';
import type { Sender } from '../chat/interaction.ts';
import type { Platform, PlatformName } from '../chat/platform.ts';
import type { Db } from '../db/client.ts';
import { asSystem, inTenant } from '../db/scope.ts';
import { systemViewer } from '../roster/access.ts';
import { findTenantOf, linkByEmail, listUnlinked } from '../roster/accounts.ts';
import { refresh, reviveWaiting, type Known } from './people.ts';

/** The person behind a sender; an account that is new is tied to the roster by the e-mail address that the platform has verified. */
export async function recognize(
  db: Db,
  platforms: ReadonlyMap<PlatformName, Platform>,
  sender: Sender,
  joinWorkspaces: () => Promise<boolean>,
): Promise<Known | { stranger: 'workspace' | 'person' }> {
  const find = () => asSystem(db, (tx) => findTenantOf(tx, sender.platform, sender.teamId));
  const tenantId = (await find()) ?? ((await joinWorkspaces()) ? await find() : undefined);
  if (tenantId === undefined) return { stranger: 'workspace' };
  const known = await inTenant(db, tenantId, (tx) => refresh(tx, tenantId, sender));
  if (known !== undefined) return { tenantId, personId: known.personId };
  const profile = await platforms.get(sender.platform)?.whoIs(sender.teamId, sender.userId, sender.address);
  if (!profile) return { stranger: 'person' };
  const personId = await inTenant(db, tenantId, async (tx) => {
    const address = sender.address ?? profile.address;
    const linked = await linkByEmail(tx, tenantId, sender.platform, sender.teamId, {
      ...profile,
      userId: sender.userId,
      ...(address ? { address } : {}),
    });
    if (linked !== undefined) await reviveWaiting(tx, tenantId, linked);
    return linked;
  });
  return personId === undefined ? { stranger: 'person' } : { tenantId, personId };
}

/** Looks for the accounts of people who belong on a platform and have none; those who are found get what waited for them. */
export async function linkPeople(db: Db, platform: Platform, tenantId: string, teamId: string): Promise<number> {
  const waiting = await inTenant(db, tenantId, (tx) => listUnlinked(tx, systemViewer(tenantId), platform.name));
  let linked = 0;
  for (const person of waiting) {
    const profile = await platform.findByEmail(teamId, person.email);
    if (!profile) continue;
    const personId = await inTenant(db, tenantId, async (tx) => {
      const found = await linkByEmail(tx, tenantId, platform.name, teamId, { ...profile, email: person.email });
      if (found !== undefined) await reviveWaiting(tx, tenantId, found);
      return found;
    });
    if (personId !== undefined) linked += 1;
  }
  return linked;
}

export function strangerCard(stranger: 'workspace' | 'person'): Card {
  const text =
    stranger === 'workspace'
      ? 'This workspace is not connected to a district yet. An administrator can connect it; nothing was saved.'
      : 'I do not know you yet. The e-mail address of your account here must be the one in your district’s staff list. Your administrator can add it; nothing was saved.';
  return defineCard({ id: 'people:stranger', summary: 'I do not know you yet.', parts: [{ kind: 'text', text }] });
}

export function welcomeCard(name: string): Card {
  return defineCard({
    id: 'people:welcome',
    summary: 'Throughline is here: one short check-in a week, in this chat.',
    parts: [
      {
        kind: 'text',
        text: [
          `Hi ${name}. I am `,
          { bold: 'Throughline' },
          '. Once a week I ask principals for a three-minute check-in, here in this chat. Coaches run their week from here.',
        ],
      },
      {
        kind: 'text',
        text: "A principal's words stay with the principal and the coach. The district reads delivery facts, decisions and totals.",
      },
      {
        kind: 'text',
        quiet: true,
        text: 'Type help to see what you can do. What is written at work may be requested under public-records law.',
      },
    ],
  });
}

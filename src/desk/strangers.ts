// Who is not known yet: recognized by the e-mail address that the platform has verified, connected by a one-time code, or told
// how to become known.
import { defineCard, type Card } from '../chat/card.ts';
import { nothing, type Interaction, type Reply, type Sender } from '../chat/interaction.ts';
import type { Platform, PlatformName } from '../chat/platform.ts';
import type { Db } from '../db/client.ts';
import { asSystem, inTenant } from '../db/scope.ts';
import { systemViewer } from '../roster/access.ts';
import { findTenantOf, linkByEmail, listUnlinked } from '../roster/accounts.ts';
import { codeIn, join, type JoinDeps } from './join.ts';
import { OPEN_JOIN, openJoin, refuseCode, strangerCard } from './join-screens.ts';
import { refresh, reviveWaiting, type Known } from './people.ts';

export interface StrangerDeps extends JoinDeps {
  platforms: ReadonlyMap<PlatformName, Platform>;
  joinWorkspaces(): Promise<boolean>;
  poke(): void;
}

/** Whoever is not known can do one thing: show a one-time code. */
export async function answerStranger(
  deps: StrangerDeps,
  interaction: Interaction,
  stranger: 'workspace' | 'person',
): Promise<Reply> {
  if (interaction.kind === 'presence' || interaction.kind === 'place') return nothing;
  if (interaction.kind === 'press' && interaction.action === OPEN_JOIN.action) return openJoin();
  const code = codeIn(interaction);
  if (code === undefined) return { kind: 'say', card: strangerCard(stranger) };
  const joined = await join(deps, interaction.sender, code);
  if ('refused' in joined) return refuseCode(interaction, joined.refused);
  deps.poke();
  if (joined.name !== undefined) return { kind: 'say', card: welcomeCard(joined.name) };
  const known = await recognize(deps.db, deps.platforms, interaction.sender, deps.joinWorkspaces);
  return { kind: 'say', card: connectedCard('stranger' in known ? STILL_A_STRANGER : EVERYBODY) };
}

const EVERYBODY =
  'Everybody whose e-mail address is in the staff list is known from here on. Type help to see what you can do.';
const STILL_A_STRANGER =
  'The e-mail address of your own account is not in the staff list, so I do not know you yet. Your administrator can add it, or give you a code of your own.';

function connectedCard(words: string): Card {
  const text = 'This workspace is connected now.';
  return defineCard({ id: 'people:connected', summary: text, parts: [{ kind: 'text', text: `${text} ${words}` }] });
}

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
    const linked = await linkByEmail(tx, systemViewer(tenantId), sender.platform, sender.teamId, {
      ...profile,
      userId: sender.userId,
      ...(address ? { address } : {}),
    });
    if (linked === undefined) return undefined;
    // Once more, now that the account is there: a removal that is told late must find when the app was added.
    await refresh(tx, tenantId, sender);
    await reviveWaiting(tx, tenantId, linked);
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
      const viewer = systemViewer(tenantId);
      const found = await linkByEmail(tx, viewer, platform.name, teamId, { ...profile, email: person.email });
      if (found !== undefined) await reviveWaiting(tx, tenantId, found);
      return found;
    });
    if (personId !== undefined) linked += 1;
  }
  return linked;
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

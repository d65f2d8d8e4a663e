// The app coming and going, as the platform tells it: in any order, twice and late. It is kept whoever told it, because it is
// true of the place and not of the person who pressed the button.
import { nothing, type Interaction, type PlaceChange } from '../chat/interaction.ts';
import type { Db, Tx } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';
import { once } from '../jobs/inbound.ts';
import { enqueue, redirect } from '../jobs/ledger.ts';
import { systemViewer } from '../roster/access.ts';
import { findAccount, findDestination, laneOf } from '../roster/accounts.ts';
import { enterWorkspace } from '../roster/asker.ts';
import { noteChannels } from '../roster/digest-channels.ts';
import { noteRemoval } from '../roster/presence.ts';
import { getDistrict, listHolders } from '../roster/store.ts';
import { createContext } from './context.ts';
import { wakeBy } from './people.ts';
import { channelGoneCard, helloCard } from './presence-screens.ts';

type Removed = Extract<Interaction, { kind: 'presence' }>;
type PlaceNews = Extract<Interaction, { kind: 'place' }>;

/** All but an arrival at a person, who is to be recognized and welcomed. */
export function isAboutPresence(interaction: Interaction): interaction is Removed | PlaceNews {
  return interaction.kind === 'place' || (interaction.kind === 'presence' && interaction.change === 'removed');
}

/** True where something was written that may be sent now. Nothing happens in a workspace that is not joined. */
export async function keepPresence(db: Db, news: Removed | PlaceNews, now: Date): Promise<boolean> {
  return asSystem(db, async (tx) => {
    const workspace = await enterWorkspace(tx, news.sender);
    if (workspace === undefined) return false;
    const { tenantId } = workspace;
    let isWork = news.kind === 'place' && isBack(news.change) && (await wakeBy(tx, workspace, news.sender));
    await once(tx, tenantId, news.id, async () => {
      const kept = news.kind === 'place' ? keepPlace(tx, tenantId, news, now) : keepRemoval(tx, tenantId, news);
      isWork = (await kept) || isWork;
      return nothing;
    });
    return isWork;
  });
}

/** The account is silent from now on, and its history stays; what waits goes to another account of the person, or waits on. */
async function keepRemoval(tx: Tx, tenantId: string, { sender }: Removed): Promise<boolean> {
  const { platform, teamId, userId, at } = sender;
  const account = await findAccount(tx, systemViewer(tenantId), platform, teamId, userId);
  if (!account || !(await noteRemoval(tx, account, at))) return false;
  const elsewhere = await findDestination(tx, systemViewer(tenantId), account.personId);
  await redirect(tx, tenantId, account.personId, sender, elsewhere);
  return true;
}

const GREETED_WITHIN_MS = 24 * 3_600_000;

async function keepPlace(tx: Tx, tenantId: string, news: PlaceNews, now: Date): Promise<boolean> {
  const { sender, place, change, of } = news;
  const { address } = place;
  if (address === undefined) return false;
  const { platform } = sender;
  const viewer = systemViewer(tenantId);
  const at = sender.at ?? now;
  const told = await noteChannels(
    tx,
    viewer,
    { platform, address, of },
    isBack(change) ? { at } : { at, gone: change },
  );
  if (change === 'added') {
    const where = address.channelId ?? address.conversationId ?? '';
    const lane = laneOf(platform, address.teamId, where);
    await enqueue(tx, tenantId, {
      key: `hello:${platform}:${address.teamId}:${address.workspaceId ?? where}`,
      kind: 'hello',
      card: helloCard(of),
      to: { platform, address, lane },
      notBefore: now,
      expiresAt: new Date(now.getTime() + GREETED_WITHIN_MS),
    });
    return true;
  }
  if (isBack(change)) return told.length > 0;
  const ctx = createContext(tx, viewer, now, []);
  for (const channel of told)
    for (const admin of await listHolders(tx, viewer, 'ADMIN'))
      await ctx.send(admin.id, {
        key: `channel-gone:${channel.id}:${at.toISOString()}:${admin.id}`,
        kind: 'refused',
        card: channelGoneCard((await getDistrict(tx, viewer, channel.organizationId)).name, change),
      });
  return told.length > 0;
}

function isBack(change: PlaceChange): change is 'added' | 'restored' {
  return change === 'added' || change === 'restored';
}

// The principal's key: something is picked, its exact words are shown with who reads them, and released or not.
import { z } from 'zod';
import { noteActs } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import { RELEASABLE, needsBothKeys } from '../../roster/release-keys.ts';
import { findPair, findPairOfPrincipal, getDistrict, type Pair } from '../../roster/store.ts';
import type { Asked } from '../feature.ts';
import { hashOf, lockItem, type ReleasableItem } from '../releases.ts';
import { audiencesFor, isAudience, whichPost, type ReleaseAudience } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { coachKey, lineOf, nextPostOf, ownKey, say } from './words.ts';

const RECENT_MS = 60 * 86_400_000;

export async function chooseItem(ctx: Asked): Promise<Reply> {
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  if (!pair) return say('You have no coach yet, so there is nothing to release.');
  const since = new Date(ctx.now.getTime() - RECENT_MS);
  const items = await store.listItems(ctx.tx, ctx.viewer, pair.assignmentId, since);
  const standing = await store.listStanding(ctx.tx, ctx.viewer, pair.assignmentId);
  const isGiven = (item: ReleasableItem, audience: string) =>
    standing.some(
      (one) =>
        one.kind === item.kind && one.itemId === item.itemId && one.part === item.part && one.audience === audience,
    );
  const offered = items.map((item) => ({
    kind: item.kind,
    words: item.words,
    choices: audiencesFor(item.kind)
      .filter((audience) => !isGiven(item, audience))
      .map((audience) => ({ audience, state: stateOf(item, audience) })),
  }));
  return { kind: 'say', card: screens.chooseCard(offered.filter(({ choices }) => choices.length > 0)) };
}

function stateOf(item: ReleasableItem, audience: ReleaseAudience): screens.ChosenState {
  return { k: item.kind, i: item.itemId, p: item.part, u: audience, h: hashOf(item.words) };
}

const State = z.object({
  k: z.enum(RELEASABLE),
  i: z.uuid(),
  p: z.string().max(60).default(''),
  u: z.string().refine(isAudience),
  h: z.string(),
});

interface Chosen {
  item: ReleasableItem;
  pair: Pair;
  audience: ReleaseAudience;
  screen: screens.Confirming;
  /** The hash of the words that the asker was shown. */
  shown: string;
}

/** The asker's own item, as it reads now. */
async function readChosen(ctx: Asked, state: Record<string, string>): Promise<Chosen | undefined> {
  const read = State.safeParse(state);
  if (!read.success) return undefined;
  const { k: kind, i: itemId, p: part, u: audience, h: shown } = read.data;
  const item = await lockItem(ctx.tx, ctx.viewer, { kind, itemId, part });
  const pair = item && (await findPair(ctx.tx, ctx.viewer, item.assignmentId));
  if (!item || item.ownerId !== ctx.personId || pair?.principal.id !== ctx.personId) return undefined;
  if (item.words.length > store.LONGEST || !audiencesFor(kind).includes(audience)) return undefined;
  const district = await getDistrict(ctx.tx, ctx.viewer, pair.school.districtId);
  const screen = {
    ...{ words: item.words, audience, district: district.name, school: pair.school.name },
    ...(await nextPostOf(ctx, district)),
    ...(needsBothKeys(pair.relationshipType, kind) && { alsoAsked: pair.coach.name }),
  };
  return { item, pair, audience, screen, shown };
}

export async function openConfirm(ctx: Asked, state: Record<string, string>): Promise<Reply> {
  const chosen = await readChosen(ctx, state);
  if (!chosen) return say('This is not yours to release, or it is not there any more. /checkin release shows what is.');
  // What the card said may be old by now; the window shows the words of this moment.
  const now = stateOf(chosen.item, chosen.audience);
  const launcher = { action: 'release:open', label: 'Look at the words', state: now, opens: 'form' } as const;
  return { kind: 'open', form: screens.confirmForm(chosen.screen), state: now, values: {}, launcher };
}

export async function drawConfirm(ctx: Asked, state: Record<string, string>) {
  const chosen = await readChosen(ctx, state);
  return chosen && screens.confirmForm(chosen.screen);
}

export async function release(ctx: Asked, sure: boolean, state: Record<string, string>): Promise<Reply> {
  const chosen = await readChosen(ctx, state);
  if (!chosen) return { kind: 'done', message: 'It is not there any more. Nothing was released.' };
  if (!sure) return { kind: 'done', message: 'Nothing was released.' };
  const { item, pair, audience, screen } = chosen;
  const wordsHash = hashOf(item.words);
  if (chosen.shown !== wordsHash) {
    const errors = {
      sure: 'The words have changed since you opened this. Above are those of now: release them if they are right.',
    };
    return { kind: 'refuse', form: screens.confirmForm(screen), state: stateOf(item, audience), values: {}, errors };
  }
  const needsBoth = screen.alsoAsked !== undefined;
  const grant = { ...item, wordsHash, audience, needsBoth, askedAt: ctx.now };
  const id = await store.saveGrant(ctx.tx, ctx.viewer, grant);
  if (id === undefined) return { kind: 'done', message: 'You have released this already. See /checkin releases.' };
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [
    {
      act: 'released',
      thing: 'release',
      aboutId: id,
      ownerId: ctx.personId,
      detail: { key: 'principal', audience, kind: item.kind, item: item.itemId, needsBoth },
    },
  ]);
  await tellBoth(ctx, id, pair, screen, wordsHash);
  if (!needsBoth)
    ctx.announce({
      kind: 'release.changed',
      grantId: id,
      districtId: pair.school.districtId,
      stands: true,
      wasOut: false,
    });
  return { kind: 'done', message: thanks(screen, audience) };
}

async function tellBoth(ctx: Asked, id: string, pair: Pair, screen: screens.Confirming, wordsHash: string) {
  const grant = await store.findGrant(ctx.tx, ctx.viewer, id);
  if (!grant) return;
  const own = screens.ownCard(await lineOf(ctx, grant));
  await ctx.send(pair.principal.id, { key: ownKey(id), kind: 'release.own', about: id, card: own });
  if (screen.alsoAsked === undefined) return;
  const key = screens.keyCard({ ...screen, grantId: id, wordsHash, owner: pair.principal.name });
  await ctx.send(pair.coach.id, { key: coachKey(id), kind: 'release.key', about: id, card: key });
}

function thanks(screen: screens.Confirming, audience: ReleaseAudience): string {
  if (screen.alsoAsked !== undefined)
    return `${screen.alsoAsked} is asked. Nothing is released before you both said yes.`;
  if (audience === 'PROGRAM') return 'Released to the partner’s managers.';
  return `Released. It comes with the ${whichPost(screen)}.`;
}

// What somebody types after /district.
import { noteActs } from '../../audit/write.ts';
import { chooseDigestChannel } from '../../roster/digest-channels.ts';
import { hasRole } from '../../roster/access.ts';
import { fits, nearest } from '../../roster/names.ts';
import { getDistrict, listPairs } from '../../roster/store.ts';
import type { Reply } from '../../chat/interaction.ts';
import type { Asked, Context, Verb } from '../feature.ts';
import { clockEyes, type District } from './compile.ts';
import { catchUp } from './decisions.ts';
import { glanceReply, previewReply } from './preview.ts';
import { channelChosenCard, sayNote } from './screens/notes.ts';
import { whichCard } from './screens/which-card.ts';

export const districtVerbs: readonly Verb[] = [
  {
    command: 'district',
    verb: '',
    usage: '[district]',
    help: 'This week at a glance, as far as it has come',
    roles: ['DISTRICT_LEADER', 'LP_MANAGER'],
    menus: ['chat', 'group'],
    takes: 'name',
    run: (ctx, words) => forDistrict(ctx, words, 'glance'),
  },
  {
    command: 'district',
    verb: 'digest',
    usage: 'preview',
    help: 'What will be posted on Monday',
    roles: ['DISTRICT_LEADER', 'LP_MANAGER'],
    menus: ['group'],
    follow: ['preview'],
    run: (ctx, words) => forDistrict(ctx, words.trim().replace(/^preview(\s|$)/i, ''), 'preview'),
  },
  {
    command: 'district',
    verb: 'here',
    usage: '',
    help: 'Post the weekly summary in this channel',
    roles: ['DISTRICT_LEADER', 'LP_MANAGER', 'ADMIN'],
    menus: ['group'],
    run: (ctx, words) => forDistrict(ctx, words, 'here'),
  },
];

async function chooseHere(ctx: Asked, district: District): Promise<Reply> {
  const { place } = ctx;
  if (place.private || place.address === undefined)
    return sayNote('Please type this in the channel where the summary should go. I need to be a member of it.');
  const { platform, at = ctx.now } = ctx.sender;
  await chooseDigestChannel(ctx.tx, ctx.viewer, { organizationId: district.id, platform, address: place.address, at });
  const act = { act: 'configured', thing: 'channel', aboutId: district.id, detail: { platform } } as const;
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [act]);
  const next = await catchUp(ctx, district);
  return { kind: 'say', card: channelChosenCard(district.name, next) };
}

const ERRANDS = { glance: glanceReply, preview: previewReply, here: chooseHere } as const;
type Errand = keyof typeof ERRANDS;

const MOST_BUTTONS = 50;

/** The one district that the person may see, or the one they named; else they are asked. */
async function forDistrict(ctx: Asked, words: string, errand: Errand): Promise<Reply> {
  const districts = await listDistricts(ctx);
  if (districts.length === 0) return sayNote('No coaching is active in a district of yours yet.');
  const fitting = words.trim() === '' ? districts : districts.filter((one) => fits(words, one.name) !== undefined);
  const [only, ...others] = fitting;
  if (only && others.length === 0) return ERRANDS[errand](ctx, only);
  const near = only ? fitting : nearest(words, districts, (one) => [one.name]);
  const choices = near.length > 0 ? near : districts;
  const lead = only ? 'Which district?' : `I know no district of yours by that name. ${didYouMean(near)}`;
  // A channel is chosen where it is typed: pressed in a private chat, a button would know nothing of it.
  if (errand === 'here' || choices.length > MOST_BUTTONS)
    return sayNote(
      `${lead} Type it with its name: /district ${errand === 'here' ? 'here ' : ''}${choices[0]?.name ?? ''}`,
    );
  return { kind: 'say', card: whichCard(lead, errand, choices) };
}

function didYouMean(near: readonly District[]): string {
  return near.length > 0 ? `Did you mean ${near.map((one) => one.name).join(' or ')}?` : 'Which one do you mean?';
}

/** A district was picked among several. */
export async function pickDistrict(ctx: Asked, state: Record<string, string>): Promise<Reply> {
  const district = (await listDistricts(ctx)).find((one) => one.id === state['d']);
  const errand = state['e'] === 'preview' ? 'preview' : 'glance';
  return district ? ERRANDS[errand](ctx, district) : sayNote('That district is not one of yours any more.');
}

export async function listDistricts(ctx: Context): Promise<District[]> {
  const pairs = await listPairs(ctx.tx, clockEyes(ctx.viewer));
  const ids = new Set(
    pairs
      .filter(
        (pair) =>
          hasRole(ctx.viewer, 'DISTRICT_LEADER', pair.school.districtId) ||
          hasRole(ctx.viewer, 'ADMIN', pair.school.districtId) ||
          hasRole(ctx.viewer, 'LP_MANAGER', pair.providerId),
      )
      .map((pair) => pair.school.districtId),
  );
  const districts: District[] = [];
  for (const id of ids) districts.push(await getDistrict(ctx.tx, ctx.viewer, id));
  return districts.sort((a, b) => a.name.localeCompare(b.name));
}

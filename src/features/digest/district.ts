// What somebody types after /district.
import { InvalidError } from '../../errors.ts';
import { chooseDigestChannel } from '../../roster/accounts.ts';
import { hasRole } from '../../roster/access.ts';
import { getDistrict, listPairs } from '../../roster/store.ts';
import type { Reply } from '../../chat/interaction.ts';
import type { Asked, Verb } from '../feature.ts';
import { clockEyes, type District } from './compile.ts';
import { catchUp } from './decisions.ts';
import { glanceReply, previewReply } from './preview.ts';
import { channelChosenCard, sayNote } from './screens/notes.ts';

export const districtVerbs: readonly Verb[] = [
  {
    command: 'district',
    verb: '',
    usage: '',
    help: 'This week at a glance, as far as it has come',
    roles: ['DISTRICT_LEADER', 'LP_MANAGER'],
    run: (ctx, words) => forDistrict(ctx, words, (district) => glanceReply(ctx, district)),
  },
  {
    command: 'district',
    verb: 'digest',
    usage: 'preview',
    help: 'What will be posted on Monday',
    roles: ['DISTRICT_LEADER', 'LP_MANAGER'],
    run: digestVerb,
  },
  {
    command: 'district',
    verb: 'here',
    usage: '',
    help: 'Post the weekly summary in this channel',
    roles: ['DISTRICT_LEADER', 'LP_MANAGER', 'ADMIN'],
    run: (ctx, words) => forDistrict(ctx, words, (district) => chooseHere(ctx, district)),
  },
];

async function digestVerb(ctx: Asked, words: string): Promise<Reply> {
  const [first = '', ...rest] = words.trim().split(/\s+/);
  if (first !== '' && first.toLowerCase() !== 'preview')
    return sayNote('Type “/district digest preview” to see what will be posted.');
  return forDistrict(ctx, rest.join(' '), (district) => previewReply(ctx, district));
}

async function chooseHere(ctx: Asked, district: District): Promise<Reply> {
  const { place } = ctx;
  if (place.private || place.address === undefined)
    return sayNote('Please type this in the channel where the summary should go. I need to be a member of it.');
  const { platform } = ctx.sender;
  await chooseDigestChannel(ctx.tx, ctx.viewer, { organizationId: district.id, platform, address: place.address });
  const next = await catchUp(ctx, district);
  return { kind: 'say', card: channelChosenCard(district.name, next) };
}

/** The one district that the person may see, or the one they named. */
async function forDistrict(ctx: Asked, words: string, then: (district: District) => Promise<Reply>): Promise<Reply> {
  const districts = await listDistricts(ctx);
  const wanted = words.trim().toLowerCase();
  const fitting = wanted === '' ? districts : districts.filter((one) => one.name.toLowerCase().includes(wanted));
  const only = fitting[0];
  if (only !== undefined && fitting.length === 1) return then(only);
  if (districts.length === 0) return sayNote('No coaching is active in a district of yours yet.');
  throw new InvalidError(`Which district? Add its name: ${districts.map((one) => one.name).join(', ')}.`);
}

async function listDistricts(ctx: Asked): Promise<District[]> {
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

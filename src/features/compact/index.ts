// The compact: what principal, coach and district agree to before anything is asked, logged or noted.
import { noteActs } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import {
  findAgreement,
  listAgreements,
  listToAsk,
  lockAgreement,
  partiesOf,
  pauseForNewTerms,
  saveAsked,
  saveSigned,
  type Agreement,
} from '../../roster/compacts.ts';
import { listHolders } from '../../roster/store.ts';
import { dayIn } from '../../zone.ts';
import type { Asked, Context, Feature } from '../feature.ts';
import { missing, type Party } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { TERMS, VERSIONS, idOfTerms, nameOfTerms } from './terms.ts';

const PAIRS_A_PAGE = 12;

const verb = { verb: 'compact', usage: '', help: 'What principal, coach and district agreed to', run: showOwn };

export const compact: Feature = {
  name: 'compact',
  verbs: [
    { ...verb, command: 'checkin', roles: ['PRINCIPAL'] },
    { ...verb, command: 'coach', usage: '[page]', roles: ['COACH'] },
    { ...verb, command: 'district', usage: '[page]', roles: ['DISTRICT_LEADER'] },
  ],
  presses: {
    'compact:read': (ctx, state) => read(ctx, state['a'] ?? ''),
    'compact:sign': (ctx, state) => sign(ctx, state),
  },
  tend: askWhoHasNotSigned,
  examples: screens.examples,
};

async function showOwn(ctx: Asked, words: string): Promise<Reply> {
  const own = await listAgreements(ctx.tx, ctx.viewer);
  const [only, ...more] = own;
  if (!only) return say(screens.wordsCard('You have no compact yet. It comes when you are matched.'));
  if (more.length === 0) return show(ctx, only);
  const pages = Math.ceil(own.length / PAIRS_A_PAGE);
  const page = Math.min(pages, Math.max(1, Number.parseInt(words, 10) || 1));
  const shown = own.slice((page - 1) * PAIRS_A_PAGE, page * PAIRS_A_PAGE);
  return say(
    screens.listCard(
      shown.map((one) => ({ ...ofPair(one), signedOn: one.signedOn })),
      page,
      pages,
    ),
  );
}

async function read(ctx: Asked, assignmentId: string): Promise<Reply> {
  const found = await findAgreement(ctx.tx, ctx.viewer, assignmentId);
  return found ? show(ctx, found) : say(screens.wordsCard(NOT_YOURS));
}

const NOT_YOURS = 'That compact is not yours, or the coaching has ended.';

async function show(ctx: Asked, of: Agreement): Promise<Reply> {
  const open = await whoIsMissing(ctx, of);
  const maySign = partiesOf(ctx.viewer, of).some((party) => open.includes(party));
  const standing = { signedOn: of.signedOn, missing: open, maySign: maySign && of.signedOn === null };
  return say(screens.termsCard(ofPair(of), TERMS[of.relationshipType], standing));
}

async function sign(ctx: Asked, state: Record<string, string>): Promise<Reply> {
  const of = await lockAgreement(ctx.tx, ctx.viewer, state['a'] ?? '');
  const parties = of ? partiesOf(ctx.viewer, of) : [];
  if (!of || parties.length === 0) return say(screens.wordsCard(NOT_YOURS));
  // Nobody agrees to words that they have not seen: the terms may have changed since the card was drawn.
  if (state['v'] !== idOfTerms(TERMS[of.relationshipType])) return show(ctx, of);
  for (const party of parties)
    await store.saveSignature(ctx.tx, ctx.viewer, of, { party, personId: ctx.personId, signedAt: ctx.now });
  const detail = { terms: nameOfTerms(of.relationshipType).replace(' ', ':') };
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [{ act: 'signed', thing: 'compact', aboutId: of.assignmentId, detail }]);
  const concerned = parties.includes('SPONSOR') ? await ofEngagement(ctx, of) : [of];
  for (const one of concerned) await beginIfSigned(ctx, one);
  const card = screens.agreedCard(await whoIsMissing(ctx, of));
  for (const party of parties) await ctx.amend(askKey(of, party, ctx.personId), card);
  return say(card);
}

async function whoIsMissing(ctx: Context, of: Agreement): Promise<readonly Party[]> {
  return missing(await store.listSignatures(ctx.tx, ctx.viewer, of), {
    coachId: of.coach.id,
    principalId: of.principal.id,
  });
}

/** A sponsor's yes is for all pairs of the engagement. */
async function ofEngagement(ctx: Context, of: Agreement): Promise<Agreement[]> {
  const all = await listAgreements(ctx.tx, ctx.viewer);
  return all.filter((one) => one.engagementId === of.engagementId);
}

async function beginIfSigned(ctx: Context, of: Agreement): Promise<void> {
  if (of.signedOn !== null || (await whoIsMissing(ctx, of)).length > 0) return;
  const type = of.relationshipType;
  const on = dayIn(of.school.timeZone, ctx.now);
  await saveSigned(ctx.tx, ctx.viewer, of.assignmentId, { on, type, version: VERSIONS[type] });
  for (const person of [of.coach, of.principal])
    await ctx.send(person.id, {
      key: `compact:begin:${of.assignmentId}:${nameOfTerms(type)}:${on}:${person.id}`,
      kind: 'compact.begin',
      card: screens.beginCard(ofPair(of)),
    });
  ctx.announce({ kind: 'calendar.changed', districtId: of.school.districtId });
}

/** At every start, every hour, and after the roster changed. */
async function askWhoHasNotSigned(ctx: Context): Promise<void> {
  const paused = new Set(await pauseForNewTerms(ctx.tx, ctx.viewer, VERSIONS));
  for (const of of await listToAsk(ctx.tx, ctx.viewer, VERSIONS)) {
    const open = await whoIsMissing(ctx, of);
    for (const party of open)
      for (const personId of await whoSigns(ctx, of, party))
        await ctx.send(personId, {
          key: askKey(of, party, personId),
          kind: 'compact.ask',
          card: screens.askCard(ofPair(of), TERMS[of.relationshipType], party, !paused.has(of.assignmentId)),
        });
    await saveAsked(ctx.tx, ctx.viewer, of.assignmentId, nameOfTerms(of.relationshipType));
  }
}

async function whoSigns(ctx: Context, of: Agreement, party: Party): Promise<string[]> {
  if (party === 'PRINCIPAL') return [of.principal.id];
  if (party === 'COACH') return [of.coach.id];
  const leaders = await listHolders(ctx.tx, ctx.viewer, 'DISTRICT_LEADER', of.school.districtId);
  return leaders.map((leader) => leader.id);
}

/** A sponsor is asked once for all pairs of an engagement. */
function askKey(of: Agreement, party: Party, personId: string): string {
  const subject = party === 'SPONSOR' ? of.engagementId : of.assignmentId;
  return `compact:ask:${subject}:${party}:${nameOfTerms(of.relationshipType)}:${personId}`;
}

function ofPair(of: Agreement): screens.OfPair {
  return {
    assignmentId: of.assignmentId,
    coach: of.coach.name,
    principal: of.principal.name,
    school: of.school.name,
    district: of.districtName,
    provider: of.providerName,
  };
}

function say(card: ReturnType<typeof screens.wordsCard>): Reply {
  return { kind: 'say', card };
}

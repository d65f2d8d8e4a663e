// Whom something is about: found in what was typed, or asked for. Nothing that was typed after the name is lost on the way.
import { randomUUID } from 'node:crypto';
import type { Reply } from '../../chat/interaction.ts';
import { LIMITS } from '../../chat/limits.ts';
import { findMeant, type Meant } from '../../roster/find-pair.ts';
import { findPair, listPairs, type Pair } from '../../roster/store.ts';
import { onSubmit, type Asked, type Feature, type PairErrand } from '../feature.ts';
import * as screens from './screens.ts';

/** An errand with the name by which a button finds it again: `coach step`, or a shortcut's id. */
interface NamedErrand {
  id: string;
  errand: PairErrand;
}

const FORM = 'whom:which';

/** Made last, because it carries on the errands of all the others. */
export function createWhom(features: readonly Feature[]): Feature {
  const find = (id: string) => errandsOf(features).find((one) => one.id === id);
  return {
    name: 'whom',
    presses: {
      'whom:pick': (ctx, state) => carryOn(ctx, find(state['e'] ?? ''), state, state['a'] ?? ''),
      'whom:more': (ctx, state) => turnPage(ctx, find(state['e'] ?? ''), state),
    },
    forms: [
      onSubmit({
        id: FORM,
        draw: async (ctx, state) => {
          const found = find(state['e'] ?? '');
          return found && screens.whomForm(found.errand.question, (await pairsFor(ctx, found.errand)).map(choiceOf));
        },
        submit: (ctx, answers: { who: string }, state) => carryOn(ctx, find(state['e'] ?? ''), state, answers.who),
      }),
    ],
    examples: screens.examples,
  };
}

/** Typed words, which begin with a name or do not. */
export async function runFor(ctx: Asked, id: string, errand: PairErrand, words: string): Promise<Reply> {
  const pairs = await pairsFor(ctx, errand);
  if (pairs.length === 0) return nobody(errand);
  const meant = await findMeant(ctx.tx, ctx.viewer, ctx.sender, pairs, words);
  const [only, ...others] = meant.pairs;
  if (only && others.length === 0) return errand.forPair(ctx, only, meant.rest);
  return showChoice(ctx, { id, errand }, pairs, meant, await keepWords(ctx, id, words));
}

/** Picked from a menu, where nobody was named; the choice stays in the window that opens. */
export async function pickFor(ctx: Asked, id: string, errand: PairErrand, words: string): Promise<Reply> {
  const pairs = await pairsFor(ctx, errand);
  const [only, ...others] = pairs;
  if (!only) return nobody(errand);
  if (others.length === 0) return errand.forPair(ctx, only, words);
  const state = await keepWords(ctx, id, errand.takesWords ? words : '', 'picked');
  if (pairs.length > LIMITS.options)
    return { kind: 'say', card: screens.whomCard(errand.question, pairs.map(choiceOf), state, errand) };
  return {
    kind: 'open',
    form: screens.whomForm(errand.question, pairs.map(choiceOf)),
    state,
    values: {},
    launcher: { action: 'whom:more', label: 'Choose', state: { ...state, p: '0' }, style: 'primary' },
  };
}

async function showChoice(
  ctx: Asked,
  { errand }: NamedErrand,
  pairs: readonly Pair[],
  meant: Meant,
  state: screens.ChoiceState,
  page = 0,
): Promise<Reply> {
  const several = meant.pairs.length > 0;
  const [near] = meant.near;
  const choices = several ? meant.pairs : near ? meant.near : pairs;
  const words = several ? undefined : (await typedWords(ctx, state)).trim();
  const lead =
    words === undefined
      ? errand.question
      : `${notFound(words)} ${near ? `Did you mean ${namesOf(meant.near)}?` : errand.question}`;
  return { kind: 'say', card: screens.whomCard(lead, choices.map(choiceOf), state, { page, opens: errand.opens }) };
}

const LONGEST_ECHO = 40;

function notFound(words: string): string {
  const [first = ''] = words.split(/\s+/);
  return first.startsWith('@')
    ? 'That person is in no pair of yours.'
    : `I found no pair of yours by “${Array.from(first).slice(0, LONGEST_ECHO).join('')}”.`;
}

function namesOf(pairs: readonly Pair[]): string {
  const names = [...new Set(pairs.map((pair) => pair.principal.name))];
  return names.length > 3 ? 'one of these' : names.join(' or ');
}

async function turnPage(ctx: Asked, found: NamedErrand | undefined, state: Record<string, string>): Promise<Reply> {
  if (!found) return gone();
  const pairs = await pairsFor(ctx, found.errand);
  if (pairs.length === 0) return nobody(found.errand);
  const kept = { e: found.id, w: state['w'] ?? '' };
  const meant = await meantNow(ctx, found, pairs, kept);
  return showChoice(ctx, found, pairs, meant, kept, Math.max(0, Number(state['p']) || 0));
}

async function carryOn(
  ctx: Asked,
  found: NamedErrand | undefined,
  state: Record<string, string>,
  assignmentId: string,
): Promise<Reply> {
  const pair = await findPair(ctx.tx, ctx.viewer, assignmentId);
  if (!found || !pair || !isFor(ctx, found.errand, pair)) return gone();
  if (!found.errand.takesWords) return found.errand.forPair(ctx, pair, '');
  const { rest } = await meantNow(ctx, found, await pairsFor(ctx, found.errand), { e: found.id, w: state['w'] ?? '' });
  return found.errand.forPair(ctx, pair, rest);
}

/** Read anew from what was typed; what came with a message names nobody. */
async function meantNow(
  ctx: Asked,
  { errand }: NamedErrand,
  pairs: readonly Pair[],
  state: screens.ChoiceState,
): Promise<Meant> {
  const kept = await ctx.drafts.find(FORM, { w: state.w });
  const words = String(kept?.['words'] ?? '');
  if (kept?.['how'] === 'picked') return { pairs, near: [], rest: errand.takesWords ? words : '' };
  return findMeant(ctx.tx, ctx.viewer, ctx.sender, pairs, words);
}

async function keepWords(
  ctx: Asked,
  id: string,
  words: string,
  how: 'typed' | 'picked' = 'typed',
): Promise<screens.ChoiceState> {
  const w = randomUUID();
  if (words !== '') await ctx.drafts.keep(FORM, { w }, { words, how });
  return { e: id, w };
}

async function typedWords(ctx: Asked, { w }: screens.ChoiceState): Promise<string> {
  return String((await ctx.drafts.find(FORM, { w }))?.['words'] ?? '');
}

async function pairsFor(ctx: Asked, errand: PairErrand): Promise<Pair[]> {
  return (await listPairs(ctx.tx, ctx.viewer)).filter((pair) => isFor(ctx, errand, pair));
}

/** A manager may know of a pair; its own business is for the two who are in it. */
function isFor({ personId }: Asked, { roles }: PairErrand, pair: Pair): boolean {
  return (
    (roles.includes('COACH') && pair.coach.id === personId) ||
    (roles.includes('PRINCIPAL') && pair.principal.id === personId)
  );
}

function errandsOf(features: readonly Feature[]): NamedErrand[] {
  return features.flatMap((feature) => [
    ...(feature.verbs ?? []).flatMap((verb) =>
      'forPair' in verb ? [{ id: `${verb.command} ${verb.verb}`, errand: verb }] : [],
    ),
    ...(feature.shortcuts ?? []).flatMap((shortcut) =>
      'forPair' in shortcut ? [{ id: shortcut.id, errand: shortcut }] : [],
    ),
  ]);
}

function choiceOf(pair: Pair): screens.Choice {
  return { assignmentId: pair.assignmentId, principalName: pair.principal.name, schoolName: pair.school.name };
}

function nobody({ roles }: PairErrand): Reply {
  return say(
    roles.includes('COACH')
      ? 'You have no pairs yet. A pair begins when its compact is signed.'
      : 'You have no coach yet. Your pair begins when its compact is signed.',
  );
}

function gone(): Reply {
  return say('That pair is not yours, or it has ended. Type help to see what you can do.');
}

function say(text: string): Reply {
  return { kind: 'say', card: screens.wordsCard(text) };
}

// What a pair is told of who reads along, where the coach is the evaluator, too (domain: norms behind it, public records): on
// the head of every form and card, and beside every input. Drawn onto all screens in one place, so that none can forget it.
import type { Card } from '../chat/card.ts';
import { defineCard } from '../chat/card.ts';
import { defineForm } from '../chat/define-form.ts';
import { readersOf, type Form } from '../chat/form.ts';
import type { Reply } from '../chat/interaction.ts';
import type { Viewer } from '../roster/access.ts';

/** What somebody is in a pair whose coach is the evaluator. */
export type Standing = 'evaluated' | 'evaluator';

export const EVALUATED = 'Your coach is also your evaluator and reads what you write here.';
const EVALUATOR = 'You are also the evaluator of this principal, who is told so. No rating of a person belongs here.';

/** Undefined in every other pair, and for whoever is in none. */
export function standingOf(viewer: Viewer): Standing | undefined {
  const pairs = (viewer.pairs ?? []).filter((pair) => pair.relationshipType === 'SUPERVISOR_COACH');
  if (pairs.some((pair) => pair.principal.id === viewer.personId)) return 'evaluated';
  return pairs.some((pair) => pair.coach.id === viewer.personId) ? 'evaluator' : undefined;
}

export function promiseForm(form: Form, standing: Standing | undefined): Form {
  if (standing === undefined) return form;
  const fields = Object.entries(form.fields).map(([name, field]) => {
    const readers = readersOf(field)?.replaceAll('your coach', 'your evaluator');
    return [name, { ...field, ...(readers !== undefined && { readers }) }];
  });
  const head = standing === 'evaluated' ? EVALUATED : EVALUATOR;
  const intro = form.intro === undefined ? head : `${head} ${form.intro}`;
  return defineForm({ ...form, intro, fields: Object.fromEntries(fields) as Form['fields'] });
}

/** A card to the principal. What the coach gets asks for nothing, and its forms say it. */
export function promiseCard(card: Card, standing: Standing | undefined): Card {
  if (standing !== 'evaluated') return card;
  const [first, ...rest] = card.parts;
  const head = { kind: 'text' as const, quiet: true, text: EVALUATED };
  const parts = first?.kind === 'heading' ? [first, head, ...rest] : [head, ...card.parts];
  return defineCard({ ...card, parts });
}

export function promiseReply(reply: Reply, standing: Standing | undefined): Reply {
  switch (reply.kind) {
    case 'open':
    case 'refuse':
      return { ...reply, form: promiseForm(reply.form, standing) };
    case 'say':
    case 'home':
      return { ...reply, card: promiseCard(reply.card, standing) };
    default:
      return reply;
  }
}

// What every screen of the product promises, drawn for a pair whose coach is no evaluator and for one whose coach is.
import { readersOf, type Form } from '../../src/chat/form.ts';
import { wordsOf } from '../../src/chat/text.ts';
import type { RelationshipType } from '../../src/db/generated/enums.ts';
import { EVALUATED, promiseCard, promiseForm, standingOf } from '../../src/features/promise.ts';
import type { Pair, Viewer } from '../../src/roster/access.ts';
import { productCards, productForms } from '../platforms/product-examples.ts';

const forms = productForms.map(({ form }) => [form.id, form] as const);
const cards = productCards.map((card) => [card.id, card] as const);

function standing(relationshipType: RelationshipType, as: 'coach' | 'principal') {
  const pair = { coach: { id: 'coach' }, principal: { id: 'principal' }, relationshipType } as Pair;
  const viewer: Viewer = { tenantId: 'tenant', personId: as, roles: [], pairs: [pair] };
  return standingOf(viewer);
}

const audiences = (form: Form) => Object.values(form.fields).map((field) => field.audience);
const readers = (form: Form) => Object.values(form.fields).flatMap((field) => readersOf(field) ?? []);

describe('a pair whose coach is no evaluator', () => {
  it.each(['coach', 'principal'] as const)('says nothing else to the %s than the screens do', (as) => {
    const usual = standing('NON_EVALUATIVE', as);
    for (const [, form] of forms) expect(promiseForm(form, usual)).toBe(form);
    for (const [, card] of cards) expect(promiseCard(card, usual)).toBe(card);
  });
});

describe('a pair whose coach is the evaluator', () => {
  it.each(forms)('says so to the principal on the head of %s and beside its inputs', (_, form) => {
    const drawn = promiseForm(form, standing('SUPERVISOR_COACH', 'principal'));
    expect(drawn.intro?.startsWith(EVALUATED)).toBe(true);
    expect(drawn.intro).toContain(form.intro ?? '');
    expect(readers(drawn).filter((words) => words.includes('your coach'))).toEqual([]);
    expect(readers(drawn).filter((words) => words.includes('your evaluator'))).toHaveLength(
      readers(form).filter((words) => words.includes('your coach')).length,
    );
    expect(audiences(drawn)).toEqual(audiences(form));
  });

  it.each(forms)('says so to the coach on the head of %s', (_, form) => {
    const drawn = promiseForm(form, standing('SUPERVISOR_COACH', 'coach'));
    expect(drawn.intro).toMatch(/^You are also the evaluator/);
  });

  it.each(cards)('says so on the head of %s', (_, card) => {
    const { parts } = promiseCard(card, standing('SUPERVISOR_COACH', 'principal'));
    expect(parts.slice(0, 2)).toContainEqual({ kind: 'text', quiet: true, text: EVALUATED });
    expect(parts).toHaveLength(card.parts.length + 1);
  });
});

/** What these forms ask for is no word about anybody's work: it sets an hour, names a pair, or joins an account. */
const ASKS_FOR_NO_WORDS = ['check-in:time', 'whom:which', 'dispatch:join', 'join:code'];

describe('the audience', () => {
  it.each(forms.filter(([id]) => !ASKS_FOR_NO_WORDS.includes(id)))(
    'stands beside every input of %s in plain words, and is in its definition',
    (_, form) => {
      for (const [name, field] of Object.entries(form.fields)) {
        expect([name, field.audience]).toEqual([name, expect.any(String)]);
        expect([name, readersOf(field)]).toEqual([name, expect.stringMatching(/\.$/)]);
      }
    },
  );

  it('is never promised beyond what the law keeps', () => {
    const texts = [
      ...forms.flatMap(([, form]) => [form.intro ?? '', ...readers(form)]),
      ...cards.flatMap(([, card]) =>
        card.parts.flatMap((part) =>
          part.kind === 'text' ? [wordsOf(part.text)] : part.kind === 'list' ? part.items.map(wordsOf) : [],
        ),
      ),
    ];
    expect(texts.filter((text) => /\bonly you\b/i.test(text) && !/in Throughline/i.test(text))).toEqual([]);
    expect(
      texts.filter((text) => /\b(confidential|secret|anonymous|nobody else will|no one else will)\b/i.test(text)),
    ).toEqual([]);
  });
});

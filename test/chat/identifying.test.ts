import fc from 'fast-check';
import { objectTo } from '../../src/chat/identifying/asking.ts';
import { findIdentifying } from '../../src/chat/identifying/finding.ts';
import { FINE, FINE_BY_STAFF, FOUND, STAFF, TODAY, UNASKED } from './identifying.data.ts';

function found(text: string) {
  return findIdentifying(text, TODAY).map(({ kind, words }) => `${kind}: ${words}`);
}

describe('the guard of free text', () => {
  it.each(FOUND)('finds in "%s" the %s "%s"', (text, kind, words) => {
    expect(found(text)).toContain(`${kind}: ${words}`);
  });

  it.each(FINE)('lets "%s" pass', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each(FINE_BY_STAFF)('asks nobody about the staff list: "%s"', (text) => {
    expect(objectTo(text, { ...UNASKED, staff: new Set(STAFF) })).toBeUndefined();
    expect(objectTo(text, UNASKED)).toBeDefined();
  });

  it('shows the sentence that it means, and how to say it without the name', () => {
    const text = 'Good week. My student Jaden R. in 4th grade cried twice! More on Monday.';

    expect(objectTo(text, UNASKED)).toEqual({
      words:
        'Does this name a student: “My student Jaden R. in 4th grade cried twice!”? Without it: “My student in 4th grade cried twice!”. If it names no student, send it again as it is.',
      asked: ['jaden r'],
    });
  });

  it('says how to write without an address', () => {
    expect(objectTo('I will write to ana@home.example tonight', UNASKED)?.words).toBe(
      "Please don't name a student or a teacher. Here is an e-mail address: “I will write to ana@home.example tonight”. Without it: “I will write to (by e-mail) tonight”.",
    );
  });

  it('tells no more of a long text than stands around the name', () => {
    const text = `${'very long words '.repeat(40)}my student Jaden ${'and more of them '.repeat(40)}`;

    expect(objectTo(text, UNASKED)?.words.length).toBeLessThan(500);
  });
});

const plainWords = fc.string({
  unit: fc.constantFrom('a', 'e', 'i', 'l', 'm', 'n', 's', 't', ' ', ',', '.'),
  maxLength: 40,
});
const softText = fc.constantFrom(
  ...FOUND.filter(([, kind]) => kind === 'student' || kind === 'adult').map(([text]) => text),
);
const hardText = fc.oneof(
  fc.constantFrom(...FOUND.filter(([, kind]) => kind !== 'student' && kind !== 'adult').map(([text]) => text)),
  fc.string({ unit: fc.constantFrom('0', '1', '2', '5', '9'), minLength: 6, maxLength: 12 }),
);

describe('whoever was asked and sends it again', () => {
  it('is not asked twice about the same words, whatever else they change', () => {
    fc.assert(
      fc.property(softText, softText, plainWords, plainWords, (first, second, before, after) => {
        const confirmed = new Set(objectTo(first, UNASKED)?.asked);
        const again = { ...UNASKED, confirmed };
        expect(objectTo(first, again)).toBeUndefined();
        const more = objectTo(`${before} and ${first}\n${second}\n${after}`, again);
        for (const name of more?.asked ?? []) expect(confirmed).not.toContain(name);
      }),
    );
  });

  it('never gets an address, a birthday or a long number through', () => {
    fc.assert(
      fc.property(
        hardText,
        plainWords,
        plainWords,
        fc.array(softText, { maxLength: 3 }),
        (hard, before, after, soft) => {
          const text = [before, hard, after, ...soft].join('\n');
          const first = objectTo(text, UNASKED);
          const words = new Set([...(first?.asked ?? []), ...text.toLowerCase().split(/\s+/), hard.toLowerCase()]);
          const everybody = new Set([...words, ...STAFF]);
          expect(objectTo(text, { ...UNASKED, confirmed: words, staff: everybody })?.words).toContain(
            "Please don't name",
          );
        },
      ),
    );
  });
});

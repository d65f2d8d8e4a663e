// A text that may name a student: asked about once, kept as it was typed, and its author decides; what cannot be a slip never passes.
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  RIVERA,
  STONE,
  USUAL,
  open,
  openForm,
  personId,
  rows,
  send,
  stepRows,
  type OpenForm,
  type Values,
} from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
}, 180_000);
afterAll(() => at.stop());

async function isSent(email: string): Promise<boolean> {
  const person = await personId(at, email);
  return (await rows(at, (tx) => tx.checkIn.count({ where: { personId: person, status: 'SUBMITTED' } }))) === 1;
}

describe.each([STONE, RIVERA])('what %s writes', (who) => {
  const note = 'Ask about my student Jaden R. in 4th grade';
  let form: OpenForm;
  let said: string;

  /** What stands beside the inputs afterwards; nothing where it was taken. */
  async function write(words: string): Promise<void> {
    const values: Values = { ...USUAL, ...stepRows(form, 'done'), 'need-note': words };
    const back = await send(at, who, values);
    if (back) expect(back.values['need-note']).toBe(words);
    said = back === undefined ? '' : [back.words, ...Object.values(back.errors)].join('\n');
  }

  beforeAll(async () => {
    form = openForm(at, who) ?? (await open(at, who, 'Start'));
  });

  it('is asked about when it may name a student, with all that was typed still there', async () => {
    await write(note);
    expect(said).toContain('Does this name a student: “Ask about my student Jaden R. in 4th grade”?');
    expect(said).toContain('Without it: “Ask about my student in 4th grade”.');
    expect(await isSent(who)).toBe(false);
  });

  it('never passes with a telephone number, and a name that was asked about stays answered', async () => {
    for (const _ of [1, 2]) {
      await write(`${note}, 555-123-4567`);
      expect(said).toContain("Please don't name a student or a teacher. Here is a telephone number");
      expect(said).not.toContain('Does this name');
    }
    expect(await isSent(who)).toBe(false);
  });

  it('is asked about for another name alone, not for the staff, and taken when it is sent again as it is', async () => {
    const more = `${note}. Maya's IEP is late. Ms. Rivera knows.`;
    await write(more);
    expect(said).toContain("Does this name a student: “Maya's IEP is late.”?");
    expect(said).not.toMatch(/name a student: [^”]*Jaden|a teacher or a parent/);
    await write(more);
    expect(said).toBe('');
    expect(await isSent(who)).toBe(true);
  });

  it('leaves nothing behind of what was asked', async () => {
    const person = await personId(at, who);
    expect(await rows(at, (tx) => tx.formDraft.count({ where: { personId: person } }))).toBe(0);
  });
});

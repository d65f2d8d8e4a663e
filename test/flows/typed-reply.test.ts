import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  FARAH,
  NGUYEN,
  RIVERA,
  STONE,
  assignmentOf,
  chat,
  messagesWith,
  messageWithButton,
  open,
  press,
  propose,
  rows,
  say,
  send,
  stepRows,
} from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-11-23T14:00:00Z');
  for (const [coach, principal] of [
    [FARAH, STONE],
    [BELL, RIVERA],
  ] as const) {
    await propose(at, coach, principal, 'Meet the ninth-grade team on Monday', '2026-11-30');
    await press(at, principal, 'Accept');
  }
  await at.travel.to(new Date('2026-11-23T19:01:00Z'), () => undefined);
}, 180_000);
afterAll(() => at.stop());

async function checkInOf(principal: string) {
  const assignmentId = await assignmentOf(at, principal);
  return rows(at, (tx) =>
    tx.checkIn.findFirstOrThrow({ where: { assignmentId }, orderBy: { weekOf: 'desc' }, include: { answers: true } }),
  );
}

async function statusOfStep(principal: string) {
  const assignmentId = await assignmentOf(at, principal);
  return rows(at, async (tx) => (await tx.actionStep.findFirstOrThrow({ where: { plan: { assignmentId } } })).status);
}

describe.each([STONE, RIVERA])('a typed reply in a short week (%s)', (email) => {
  it('in part is kept, and the form opens with it', async () => {
    const said = await say(at, email, 'done');
    expect(said).toContain('step done');
    const form = await open(at, email, 'Open the form');
    expect(form.values).toMatchObject(stepRows(form, 'done'));
    expect((await checkInOf(email)).answers).toEqual([]);
  });

  it('whole is an answer, with one word of thanks', async () => {
    const before = chat(at, email).length;
    const said = await say(at, email, 'done, look at data');
    expect(said).toMatch(/^Thanks, .* has it\.$/);
    await at.house.clockwork.drain();
    expect(chat(at, email)).toHaveLength(before + 1);
    const { status, answers } = await checkInOf(email);
    expect([status, answers.map((one) => one.question).sort()]).toEqual(['SUBMITTED', ['need', 'steps']]);
    expect(await statusOfStep(email)).toBe('CLAIMED_DONE');
    expect(messageWithButton(at, email, 'Change my answers')).toBeDefined();
  });
});

describe.each([STONE, NGUYEN])('a typed reply in a whole week (%s)', (email) => {
  it('"done, 4 rooms, bus shortage" is understood as far as it goes', async () => {
    await at.travel.to(new Date('2026-12-03T19:01:00Z'), () => undefined);
    if (email === STONE) {
      await propose(at, FARAH, STONE, 'Walk the ninth-grade rooms', '2026-12-10');
      await press(at, STONE, 'Accept');
    }
    const said = await say(at, email, 'done, 4 rooms, bus shortage');
    expect(said).toContain(
      email === STONE ? 'Got it: step done, 4 classrooms, transport.' : 'Got it: 4 classrooms, transport.',
    );

    const form = await open(at, email, 'Open the form');
    expect(form.values['rooms']).toBe('4');
    expect([form.values['barriers']].flat()).toEqual(['transport']);
    expect(form.values).toMatchObject(stepRows(form, 'done'));
    expect(await send(at, email, { 'next-steps': '2', led: ['none'], need: 'nothing' })).toBeUndefined();
    const { status, answers } = await checkInOf(email);
    expect(status).toBe('SUBMITTED');
    expect(answers.find((one) => one.question === 'barriers')?.value).toEqual(['transport']);
  });

  it('with a number that cannot be is not taken', async () => {
    const before = (await checkInOf(email)).answers;
    await say(at, email, '61 rooms');
    expect((await checkInOf(email)).answers).toEqual(before);
  });

  it('that is a command with a slip is no answer, and an answer that begins like one is', async () => {
    expect(await say(at, email, 'chekin')).toContain('Did you mean /checkin?');
    expect(await say(at, email, 'Chekin plam')).toContain('Did you mean /checkin plan?');
    expect(await say(at, email, 'checked in 5 rooms')).toContain('5 classrooms');
  });

  it('that says something else is answered with the form, and with help when it asks for help', async () => {
    expect(await say(at, email, 'what is this?')).toMatch(/could not read that|I filled that in/);
    expect(await say(at, email, 'help')).toContain('What you can type');
    expect(messagesWith(at, email, '/checkin history').length).toBeGreaterThan(0);
  });
});

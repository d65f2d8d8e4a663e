import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  CHO,
  FARAH,
  MOREAU,
  NGUYEN,
  OKAFOR,
  PATEL,
  RIVERA,
  SINGH,
  STONE,
  USUAL,
  answer,
  assignmentOf,
  channelPosts,
  chat,
  closeAll,
  messageWithButton,
  messagesWith,
  open,
  press,
  propose,
  rows,
  send,
  stepRows,
  type,
} from './acts.ts';

const DIAZ = 'rafael.diaz@northlight.example';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-05T12:30:00Z');
}, 60_000);
afterAll(() => at.stop());

/** In New York, four hours behind until November. */
function until(day: string, time: string) {
  return at.travel.to(new Date(`2026-${day}T${time}:00-04:00`), () => undefined);
}

async function stepsOf(principal: string) {
  const assignmentId = await assignmentOf(at, principal);
  return rows(at, (tx) =>
    tx.actionStep.findMany({
      where: { plan: { assignmentId } },
      include: { moves: { orderBy: { id: 'asc' } } },
      orderBy: { createdAt: 'asc' },
    }),
  );
}

async function barriersOf(principal: string) {
  const assignmentId = await assignmentOf(at, principal);
  const found = await rows(at, (tx) => tx.barrier.findMany({ where: { assignmentId }, orderBy: { createdAt: 'asc' } }));
  return found.map((one) => [one.category, one.visibility]);
}

describe('agreeing on steps', () => {
  it('two open steps are enough: the third waits until one is done', async () => {
    for (const text of ['Open the grade-3 PLC with samples', 'Walk the grade-4 rooms twice']) {
      await propose(at, CHO, OKAFOR, text, '2026-10-16');
      await press(at, OKAFOR, 'Accept');
    }
    await propose(at, CHO, OKAFOR, 'Block two mornings for classrooms', '2026-10-16');
    await press(at, OKAFOR, 'Accept');

    expect(chat(at, OKAFOR).at(-1)?.words).toContain('You have two open steps, and two are enough.');
    expect((await stepsOf(OKAFOR)).map((step) => step.status)).toEqual(['COMMITTED', 'COMMITTED', 'DRAFT']);
    expect(messageWithButton(at, OKAFOR, 'Accept')).toBeDefined();
  });

  it('what was typed into the third is not lost', async () => {
    await open(at, OKAFOR, 'In my own words');
    const words = { text: 'Block one morning for classrooms', dueOn: '2026-10-16' };
    const back = await send(at, OKAFOR, words);
    expect(back?.words).toContain('two are enough');
    expect(back?.values).toMatchObject(words);
    await closeAll(at, OKAFOR);
  });

  it('a step may be left for now: the coach is told without blame', async () => {
    await press(at, OKAFOR, 'Not now');
    expect((await stepsOf(OKAFOR)).at(-1)).toMatchObject({ status: 'DROPPED', dropReason: 'Not now' });
    expect(messagesWith(at, OKAFOR, 'Left for now.')[0]).toMatchObject({ edited: true, buttons: [] });
    expect(messagesWith(at, CHO, 'for now')[0]?.words).toContain('Block two mornings for classrooms');
  });

  it('a step without a day, or later than two weeks, is refused beside the field', async () => {
    await type(at, BELL, 'coach step Rivera');
    const back = await send(at, BELL, { text: 'See the rooms', dueOn: '2026-11-20' });
    expect(back?.errors).toEqual({ dueOn: 'Please pick a day up to 2026-10-19.' });
    expect(back?.values).toMatchObject({ text: 'See the rooms', dueOn: '2026-11-20' });
    await closeAll(at, BELL);
  });

  it('the command takes the sentence and the day', async () => {
    await type(at, FARAH, 'coach step Stone "Meet the ninth-grade team" fri');
    await send(at, FARAH, {});
    expect((await stepsOf(STONE))[0]).toMatchObject({ text: 'Meet the ninth-grade team', status: 'DRAFT' });
    expect((await stepsOf(STONE))[0]?.dueOn.toISOString()).toContain('2026-10-09');
    await press(at, STONE, 'Accept');
  });
});

describe('a step that is done', () => {
  it('is claimed by its leader and verified by the coach who has seen it', async () => {
    await until('10-08', '14:01');
    await answer(at, STONE, { steps: 'done' });
    expect((await stepsOf(STONE))[0]?.status).toBe('CLAIMED_DONE');
    expect(await type(at, FARAH, 'coach')).toContain('1 done, to see on the next visit');

    await type(at, FARAH, 'coach log Stone');
    const form = await open(at, FARAH, 'Log the visit').catch(() => undefined);
    expect(form ?? {}).toBeDefined();
  });
});

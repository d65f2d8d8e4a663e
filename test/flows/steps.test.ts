import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  BROOKS,
  CHO,
  FARAH,
  MOREAU,
  NGUYEN,
  OKAFOR,
  PATEL,
  RIVERA,
  SINGH,
  STONE,
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
  it('is claimed by its leader and verified by the coach who has seen it, with the next one proposed', async () => {
    for (const [coach, principal] of [
      [BELL, RIVERA],
      [DIAZ, NGUYEN],
      [SINGH, PATEL],
      [SINGH, BROOKS],
    ] as const) {
      await propose(at, coach, principal, 'Visit the grade-5 rooms before Friday', '2026-10-09');
      await press(at, principal, 'Accept');
    }
    await until('10-08', '14:01');
    await answer(at, STONE, { steps: 'done' });
    expect((await stepsOf(STONE))[0]?.status).toBe('CLAIMED_DONE');
    expect(await type(at, FARAH, 'coach')).toContain('1 done, to see on the next visit');

    expect(await type(at, FARAH, 'coach log Stone')).toBe('After the visit');
    const seen = { [`seen.${(await stepsOf(STONE))[0]?.id}`]: 'clearly' };
    const next = { next: 'Ask two students what they would change', nextBy: '2026-10-09' };
    expect(await send(at, FARAH, { outcome: 'full', visitedOn: '2026-10-05', ...seen, ...next })).toBeUndefined();

    expect((await stepsOf(STONE)).map((step) => [step.status, step.moves.at(-1)?.event])).toEqual([
      ['VERIFIED', 'verify'],
      ['DRAFT', undefined],
    ]);
    expect(messageWithButton(at, STONE, 'Accept')?.words).toContain('Ask two students what they would change');
    await press(at, STONE, 'Accept');
  });

  it('is not verified by a coach who saw it only in part', async () => {
    await answer(at, OKAFOR, { steps: 'done' });
    const [step] = await stepsOf(OKAFOR);
    await type(at, CHO, 'coach log Okafor');
    await send(at, CHO, { outcome: 'part', visitedOn: '2026-10-06', [`seen.${step?.id}`]: 'partly' });
    const after = (await stepsOf(OKAFOR))[0];
    expect([after?.status, after?.moves.at(-1)?.event]).toEqual(['CLAIMED_DONE', 'seen-partly']);
  });
});

describe('a step whose day passes', () => {
  it('is carried over to the next week, twice, without a word', async () => {
    const before = chat(at, NGUYEN).length;
    await until('10-10', '06:00');
    expect((await stepsOf(NGUYEN))[0]).toMatchObject({ carriedCount: 1, mustChoose: false });
    await until('10-12', '12:00');
    // One nudge before the week's close and one after it, and no word of the step.
    expect(chat(at, NGUYEN)).toHaveLength(before + 2);
    await until('10-17', '06:00');
    expect((await stepsOf(NGUYEN))[0]).toMatchObject({ carriedCount: 2, mustChoose: false });
  }, 60_000);

  it('a word in the check-in on its very day does not give it a week more', async () => {
    await until('10-23', '10:00');
    await answer(at, NGUYEN, { steps: 'moving' });
    await until('10-24', '06:00');
    expect((await stepsOf(NGUYEN))[0]).toMatchObject({ carriedCount: 2, mustChoose: true });
  }, 60_000);

  it('the third time the leader chooses, on the next staff morning', async () => {
    expect(messageWithButton(at, NGUYEN, 'Let it go')).toBeUndefined();
    await until('10-26', '09:01');
    for (const email of [NGUYEN, PATEL, BROOKS, STONE, RIVERA])
      expect(messageWithButton(at, email, 'Let it go')?.words).toContain('This one has moved three times.');
    expect(await type(at, FARAH, 'coach')).toContain('a step has moved three times');
  });

  it('make it smaller', async () => {
    const form = await open(at, NGUYEN, 'Make it smaller');
    expect(form.values).toMatchObject({ text: 'Visit the grade-5 rooms before Friday' });
    expect(await send(at, NGUYEN, { text: 'Visit one grade-5 room', dueOn: '2026-11-02' })).toBeUndefined();

    const [step] = await stepsOf(NGUYEN);
    expect(step).toMatchObject({ text: 'Visit one grade-5 room', carriedCount: 0, mustChoose: false });
    expect(step?.moves.at(-1)).toMatchObject({ event: 'reword', note: 'Visit the grade-5 rooms before Friday' });
    expect(messageWithButton(at, NGUYEN, 'Let it go')).toBeUndefined();
  });

  it('name what is in the way, and let the district see it', async () => {
    await open(at, PATEL, "Name what's in the way");
    expect(await send(at, PATEL, { category: 'substitutes', share: 'yes' })).toBeUndefined();
    expect(await barriersOf(PATEL)).toEqual([['substitutes', 'DISTRICT']]);
    expect((await stepsOf(PATEL))[0]).toMatchObject({ status: 'STUCK', carriedCount: 0, mustChoose: false });
  });

  it('or keep it in the pair', async () => {
    await open(at, BROOKS, "Name what's in the way");
    expect(await send(at, BROOKS, { category: 'budget', share: 'no' })).toBeUndefined();
    expect(await barriersOf(BROOKS)).toEqual([['budget', 'PAIR']]);
    // Asked and answered: nobody asks a second time.
    expect(messageWithButton(at, BROOKS, 'Yes, share')).toBeUndefined();
  });

  it('what is one’s own is never shared, even with a yes', async () => {
    await type(at, FARAH, 'coach log Stone');
    await send(at, FARAH, { outcome: 'full', visitedOn: '2026-10-26', barrier: 'capacity', agreed: 'yes' });
    expect(messageWithButton(at, STONE, 'Yes, share')).toBeUndefined();
    expect(await barriersOf(STONE)).toEqual([['capacity', 'PAIR']]);
  });

  it('or let it go', async () => {
    await open(at, STONE, 'Let it go');
    expect(await send(at, STONE, { reason: 'priority' })).toBeUndefined();
    expect((await stepsOf(STONE)).at(-1)).toMatchObject({
      status: 'DROPPED',
      dropReason: 'priority',
      mustChoose: false,
    });
    expect(messagesWith(at, STONE, 'Choosing is leading.')[0]?.edited).toBe(true);
  });

  it('or say in the check-in that it is done: then there is nothing to choose any more', async () => {
    await until('10-27', '14:01');
    await answer(at, RIVERA, { steps: 'done' });
    expect((await stepsOf(RIVERA))[0]).toMatchObject({ status: 'CLAIMED_DONE', mustChoose: false });
    expect(messageWithButton(at, RIVERA, 'Let it go')).toBeUndefined();
    expect(await type(at, BELL, 'coach')).not.toContain('moved three times');
  });
});

describe('a barrier that a coach would raise', () => {
  it('stays in the pair until the principal says yes', async () => {
    await type(at, BELL, 'coach log Rivera');
    await send(at, BELL, { outcome: 'full', visitedOn: '2026-10-26', barrier: 'schedule', agreed: 'yes' });
    expect(await barriersOf(RIVERA)).toEqual([['schedule', 'PAIR']]);
    expect(await type(at, MOREAU, 'district')).not.toContain('Schedule or time');

    await open(at, RIVERA, 'Yes, share');
    expect(await send(at, RIVERA, { neededBy: '2026-11-06' })).toBeUndefined();
    expect(await barriersOf(RIVERA)).toEqual([['schedule', 'DISTRICT']]);
    expect(messagesWith(at, RIVERA, 'Shared with the district: Schedule or time.')[0]?.edited).toBe(true);
    const seen = await type(at, MOREAU, 'district');
    expect(seen).toMatch(/DECISIONS[\s\S]*Schedule or time.*needed by Fri, Nov 6/);
    // Substitute coverage was shared without a day, so it is counted and no decision.
    expect(seen).toContain('open 2 · resolved 0');
    expect(seen).not.toMatch(/Budget|capacity/i);
  });

  it('or for good, when the principal keeps it', async () => {
    await type(at, DIAZ, 'coach log Nguyen');
    await send(at, DIAZ, { outcome: 'full', visitedOn: '2026-10-21', barrier: 'testing', agreed: 'yes' });
    await press(at, NGUYEN, 'Keep between us');
    expect(await barriersOf(NGUYEN)).toEqual([['testing', 'PAIR']]);
    await until('11-02', '09:00');
    expect(channelPosts(at).at(-1)?.words).toContain('open 2 · resolved 0');
    expect(channelPosts(at).at(-1)?.words).not.toMatch(/Testing|Budget|capacity/);
  });
});

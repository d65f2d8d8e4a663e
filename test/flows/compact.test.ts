import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  CHO,
  HAAS,
  MOREAU,
  NGUYEN,
  OKAFOR,
  RIVERA,
  STONE,
  assignmentOf,
  chat,
  press,
  prompts,
  rows,
  type,
} from './acts.ts';
import { forgePress } from './forgery.ts';

let at: TestHouse;
let pair: string;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  pair = await assignmentOf(at, OKAFOR);
}, 60_000);
afterAll(() => at.stop());

function until(day: string, time: string) {
  return at.travel.to(new Date(`2026-${day}T${time}:00-04:00`), () => undefined);
}

/** A pair that was matched a minute ago, and whose compact nobody has seen. */
async function unsign(ids: readonly string[]): Promise<void> {
  await rows(at, (tx) =>
    tx.coachAssignment.updateMany({
      where: { id: { in: [...ids] } },
      data: { status: 'PROPOSED', compactSignedOn: null, compactType: null, compactVersion: null, compactAsked: null },
    }),
  );
  await at.house.wake();
  await at.house.clockwork.drain();
}

const signedOn = async (id: string) =>
  (await rows(at, (tx) => tx.coachAssignment.findUniqueOrThrow({ where: { id } }))).compactSignedOn;
const words = (email: string) =>
  chat(at, email)
    .map((message) => JSON.stringify(message))
    .join('\n');

describe('the compact of a new pair', () => {
  it('is laid before principal, coach and district, each in their own chat and once', async () => {
    await unsign([pair]);
    await at.house.wake();
    await at.house.clockwork.drain();

    for (const email of [OKAFOR, CHO, MOREAU]) expect(words(email).match(/Your coaching compact/g)).toHaveLength(1);
    for (const email of [RIVERA, BELL, HAAS, STONE]) expect(words(email)).not.toContain('Your coaching compact');
  });

  it('tells in plain words what the district gets, never gets, and when confidence ends', async () => {
    await press(at, OKAFOR, 'Read the compact');
    const text = words(OKAFOR);
    for (const part of [
      'does not evaluate',
      'gets each week without asking',
      'never gets',
      'public-records law',
      'another match',
    ])
      expect(text).toContain(part);
    expect(await type(at, CHO, 'coach compact')).toContain('Still to agree: principal, coach, district');
  });

  it('is signed by nobody else, and not in a version that they have not seen', async () => {
    for (const email of [RIVERA, BELL, STONE, HAAS])
      expect(await forgePress(at, email, 'compact:sign', { a: pair, v: 'non-evaluative-2' })).toContain('not yours');
    const old = await forgePress(at, OKAFOR, 'compact:sign', { a: pair, v: 'non-evaluative-0' });
    expect(old).toContain('Still to agree: principal, coach, district');
    expect(await rows(at, (tx) => tx.compactSignature.count())).toBe(0);
  });

  it('begins nothing until the last of the three has agreed, whatever the order, and pressing twice is once', async () => {
    const agree = (email: string) => forgePress(at, email, 'compact:sign', { a: pair, v: 'non-evaluative-2' });
    expect(await agree(CHO)).toContain('Still to agree: principal, district');
    expect(await agree(CHO)).toContain('Still to agree: principal, district');
    expect(await agree(MOREAU)).toContain('Still to agree: principal');
    expect(await type(at, OKAFOR, 'checkin')).toContain('begin once the compact of the pair is signed');
    expect(await signedOn(pair)).toBeNull();

    expect(await agree(OKAFOR)).toContain('the coaching begins');
    expect(await signedOn(pair)).not.toBeNull();
    expect(await rows(at, (tx) => tx.compactSignature.count())).toBe(3);
    await at.house.clockwork.drain();
    for (const email of [OKAFOR, CHO]) expect(words(email)).toContain('signed by all three');
  });

  it('and then the check-in comes, and everybody reads theirs again with one command', async () => {
    await until('10-22', '14:01');
    expect(prompts(at, OKAFOR)).toHaveLength(1);
    expect(await type(at, OKAFOR, 'checkin compact')).toContain('Signed by all three on Mon, Oct 19');
    expect(await type(at, BELL, 'coach compact')).toContain('Signed by all three');
    expect(await type(at, MOREAU, 'district compact')).toContain('Your compacts');
  });
});

describe('terms that change', () => {
  it('pause every pair they are of until all have agreed anew, and a sponsor agrees once for all', async () => {
    await rows(at, (tx) => tx.engagement.updateMany({ data: { relationshipType: 'SUPERVISOR_COACH' } }));
    await at.house.wake();
    await at.house.clockwork.drain();

    expect(await signedOn(pair)).toBeNull();
    expect(words(NGUYEN)).toContain('The terms have changed');
    expect(words(MOREAU).match(/The terms have changed/g)).toHaveLength(1);
    expect(await type(at, NGUYEN, 'checkin compact')).toContain('also supervise');

    const ids = await Promise.all([OKAFOR, NGUYEN].map((email) => assignmentOf(at, email)));
    const state = (index: number) => ({ a: ids[index] ?? '', v: 'supervisor-coach-2' });
    await forgePress(at, MOREAU, 'compact:sign', state(0));
    await forgePress(at, OKAFOR, 'compact:sign', state(0));
    await forgePress(at, NGUYEN, 'compact:sign', state(1));
    expect(await forgePress(at, CHO, 'compact:sign', state(0))).toContain('the coaching begins');
    expect(await signedOn(ids[0] ?? '')).not.toBeNull();
    expect(await signedOn(ids[1] ?? '')).toBeNull();
    expect(await type(at, NGUYEN, 'checkin compact')).toContain('Still to agree: coach');
  });

  it('are one more line in an audit that stays whole', async () => {
    const signed = await rows(at, (tx) => tx.auditEvent.findMany({ where: { act: 'signed' } }));
    expect(signed.length).toBeGreaterThanOrEqual(7);
    expect(new Set(signed.map((one) => one.thing))).toEqual(new Set(['compact']));
  });
});

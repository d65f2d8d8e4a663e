// Somebody leaves. What a pair wrote stays with those who wrote it; what is the school's is found by whoever comes next.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemViewer } from '../../src/roster/access.ts';
import { departPerson } from '../../src/roster/depart.ts';
import { importFile } from '../../src/roster/import/pipeline.ts';
import { temporaryFolder } from '../support/folder.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  ADLER,
  BELL,
  CHO,
  FARAH,
  NGUYEN,
  RIVERA,
  answer,
  assignmentOf,
  chat,
  everythingSeenBy,
  open,
  closeAll,
  personId,
  press,
  prompts,
  propose,
  rows,
  type,
} from './acts.ts';

jest.setTimeout(240_000);

const DIAZ = 'rafael.diaz@northlight.example';

let at: TestHouse;
const folder = temporaryFolder();
const of: Record<string, string> = {};
beforeAll(async () => {
  at = await openHouse('2026-11-05T15:00:00Z');
  for (const email of [RIVERA, NGUYEN]) of[email] = await assignmentOf(at, email);
  await propose(at, BELL, RIVERA, 'CANARY-hers visit two rooms', '2026-11-13');
  await press(at, RIVERA, 'Accept');
  await propose(at, DIAZ, NGUYEN, 'CANARY-his sit in on one team', '2026-11-13');
  await press(at, NGUYEN, 'Accept');
  await until('2026-11-05T19:01:00Z');
  await answer(at, NGUYEN, { 'need-note': 'CANARY-his is on his mind' });
});
afterAll(async () => {
  await at.stop();
  folder.remove();
});

function until(instant: string) {
  return at.travel.to(new Date(instant), () => undefined);
}

/** As the command line does it: the roster, then what follows from it. */
async function importPairs(today: string, lines: readonly string[]): Promise<void> {
  const path = join(folder.path, `pairs-${today}.csv`);
  const head =
    'coach_name,coach_email,principal_email,school,visit_weekday,coach_platform,principal_platform,compact_signed_on';
  writeFileSync(path, [head, ...lines, ''].join('\r\n'));
  const viewer = systemViewer(at.tenantId);
  const report = await importFile(at.house.db, {
    viewer,
    path,
    as: 'roster',
    today,
    provider: 'Northlight Partners',
    approve: true,
  });
  expect(report).toMatchObject({ status: 'APPLIED' });
  await at.house.wake();
}

const weeksOf = (assignmentId = '') =>
  rows(at, (tx) =>
    tx.checkIn.findMany({
      where: { assignmentId },
      orderBy: { weekOf: 'asc' },
      select: { status: true, skipReason: true },
    }),
  );

describe('scenario 8: a principal leaves in November', () => {
  it('and the pair ends the same day; the week that was open is excused, and nothing more comes to the old account', async () => {
    expect(prompts(at, RIVERA)).toHaveLength(1);
    const before = chat(at, RIVERA).length;
    await rows(at, (tx) => departPerson(tx, systemViewer(at.tenantId), RIVERA, '2026-11-05'));
    await at.house.wake();
    await until('2026-11-07T01:00:00Z');

    const pair = await rows(at, (tx) => tx.coachAssignment.findUniqueOrThrow({ where: { id: of[RIVERA] ?? '' } }));
    expect(pair).toMatchObject({ status: 'ENDED', endReason: 'PRINCIPAL_LEFT', endsOn: new Date('2026-11-05') });
    // Neither answered nor missed: the week is in no rate.
    expect(await weeksOf(of[RIVERA])).toEqual([{ status: 'EXCUSED', skipReason: 'The pair has ended' }]);
    expect(chat(at, RIVERA)).toHaveLength(before);
    const waits = { personId: pair.principalId, status: { in: ['PENDING' as const, 'FAILED' as const] } };
    expect(await rows(at, (tx) => tx.delivery.count({ where: waits }))).toBe(0);
    expect(everythingSeenBy(at, RIVERA)).toContain('CANARY-hers');
  });

  it('and whoever leads the school next finds the school’s barrier, and nothing of the pair', async () => {
    await rows(at, async (tx) => {
      const {
        id: assignmentId,
        principalId,
        schoolId,
      } = await tx.coachAssignment.findUniqueOrThrow({
        where: { id: of[RIVERA] ?? '' },
      });
      const raised = { raisedById: principalId, raisedOn: new Date('2026-11-04') };
      const about = { tenantId: at.tenantId, assignmentId, schoolId, category: 'schedule', lever: 'TIME' as const };
      await tx.barrier.create({ data: { ...about, ...raised, visibility: 'DISTRICT' } });
    });
    await importPairs('2026-11-09', [
      `Mei Cho,${CHO},${ADLER},Adams ES,Monday,Slack,Teams,2026-11-09`,
      `Omar Farah,${FARAH},${NGUYEN},Clay K-8,Wednesday,Slack,Teams,2026-11-09`,
    ]);
    await until('2026-11-12T19:01:00Z');
    expect(prompts(at, ADLER)).toHaveLength(1);
    await answer(at, ADLER, { barriers: ['schedule'] });

    const barriers = await rows(at, (tx) => tx.barrier.findMany({ select: { assignmentId: true, visibility: true } }));
    expect(barriers).toEqual([{ assignmentId: of[RIVERA], visibility: 'DISTRICT' }]);
    expect(await type(at, ADLER, 'checkin plan')).not.toContain('CANARY');
  });
});

describe('another coach for the same principal', () => {
  it('asks about no step of the earlier pair, and sees nothing of it; the principal keeps their own', async () => {
    const ended = await rows(at, (tx) => tx.coachAssignment.findUniqueOrThrow({ where: { id: of[NGUYEN] ?? '' } }));
    expect(ended).toMatchObject({ status: 'ENDED', endReason: 'REMATCH' });
    expect(JSON.stringify(await open(at, NGUYEN, 'Start'))).not.toContain('CANARY-his');
    await closeAll(at, NGUYEN);
    await answer(at, NGUYEN);
    await until('2026-11-13T01:00:00Z');

    expect(await type(at, FARAH, 'coach')).toContain('Minh Nguyen');
    for (const email of [ADLER, CHO, FARAH]) {
      const seen = [everythingSeenBy(at, email), email === ADLER ? '' : await type(at, email, 'coach')].join();
      expect([email, seen.includes('CANARY')]).toEqual([email, false]);
    }
    expect(everythingSeenBy(at, NGUYEN)).toContain('CANARY-his');
    const kept = await rows(at, async (tx) => tx.actionStep.count({ where: { ownerId: await personId(at, NGUYEN) } }));
    expect(kept).toBe(1);
  });
});

import { moveDatabaseClock } from '../../src/db/time.ts';
import { silentLog } from '../../src/log.ts';
import { purgeTenant } from '../../src/records/purge.ts';
import { openDatabase } from '../support/database.ts';
import { anEndedPair } from './ended-pair.ts';

it('words that were released go with what they were copied from, a year after the pair has ended', async () => {
  const database = await openDatabase();
  const today = (day: string) => moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: new Date(`${day}T12:00:00Z`) });
  const ended = await anEndedPair(database);
  const works = await ended.inside((tx) =>
    tx.coachAssignment.findFirstOrThrow({ where: { principalId: ended.otherPrincipalId } }),
  );
  for (const { assignmentId, ownerId } of [
    { assignmentId: ended.assignmentId, ownerId: ended.principalId },
    { assignmentId: works.id, ownerId: ended.otherPrincipalId },
  ])
    await ended.inside((tx) =>
      tx.shareGrant.create({
        data: {
          ...{
            tenantId: ended.tenantId,
            assignmentId,
            ownerId,
            kind: 'goal',
            itemId: assignmentId,
            words: 'Each room',
          },
          ...{ wordsHash: 'x', audience: 'DISTRICT', needsBoth: true, state: 'RELEASED' },
          askedAt: new Date('2026-10-20T15:00:00Z'),
        },
      }),
    );
  const left = () => ended.inside((tx) => tx.shareGrant.findMany({ select: { ownerId: true } }));

  await today('2027-11-20');
  await purgeTenant(database.db, ended.tenantId, { log: silentLog });
  expect(await left()).toHaveLength(2);
  await today('2027-12-02');
  await purgeTenant(database.db, ended.tenantId, { log: silentLog });
  expect(await left()).toEqual([{ ownerId: ended.otherPrincipalId }]);

  await database.drop();
});

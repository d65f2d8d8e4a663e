// What became of a check-in, over whatever the tables may hold.
import fc from 'fast-check';
import type { CheckInStatus, DeliveryStatus } from '../../../src/db/generated/enums.ts';
import { outcomeOf, tally, type CheckInFact, type Prompt } from '../../../src/features/outcomes.ts';
import { lostInWords, menderInWords, whoCanMend } from '../../../src/features/reasons.ts';

const OPEN = new Date('2026-10-22T18:00:00Z');
const CLOSE = new Date('2026-10-23T21:00:00Z');
const UNTIL = new Date('2026-10-26T09:00:00Z');

const status = fc.constantFrom<CheckInStatus[]>(
  ...(['SCHEDULED', 'OPEN', 'STARTED', 'SUBMITTED', 'MISSED', 'SKIPPED', 'EXCUSED', 'SUBMITTED_LATE'] as const),
);
const instant = fc.date({ min: OPEN, max: UNTIL, noInvalidDate: true });
const checkIn = status.map((one): CheckInFact => ({
  ...{ id: 'c', assignmentId: 'a', schoolId: 's', shape: 'full', status: one },
  ...{ openAt: OPEN, closeAt: CLOSE, lateUntil: UNTIL },
}));
const failedStatus = fc.constantFrom<DeliveryStatus[]>('PENDING', 'SENDING', 'FAILED', 'DEAD', 'SUPERSEDED');
const failed = failedStatus.map((one): Prompt => ({ status: one, reason: 'user_disabled', reasonText: 'Closed.' }));
const arrived = instant.map((sentAt): Prompt => ({ status: 'SENT', sentAt }));
const doubtful = fc.constant<Prompt>({ status: 'UNKNOWN', reason: 'cannot-tell' });

describe('the truth about a check-in', () => {
  it('counts nobody as missing because a message failed, whatever failed and whenever it is asked', () => {
    fc.assert(
      fc.property(checkIn, fc.array(failed, { minLength: 1, maxLength: 4 }), instant, (one, prompts, now) => {
        fc.pre(one.status !== 'STARTED' && one.status !== 'SUBMITTED_LATE');

        expect(outcomeOf(one, prompts, now).kind).not.toBe('no-reply');
      }),
    );
  });

  it('counts nobody as missing where the only message came after the close, or where nobody can tell', () => {
    const late = instant.filter((at) => at >= CLOSE).map((sentAt): Prompt => ({ status: 'SENT', sentAt }));
    fc.assert(
      fc.property(
        checkIn,
        fc.array(fc.oneof(failed, late, doubtful), { minLength: 1 }),
        instant,
        (one, prompts, now) => {
          fc.pre(['SCHEDULED', 'OPEN', 'MISSED'].includes(one.status));

          expect(outcomeOf(one, prompts, now).kind).not.toBe('no-reply');
        },
      ),
    );
  });

  it('counts whoever was asked in time and did not answer', () => {
    const prompts = fc
      .array(fc.oneof(failed, doubtful))
      .chain((others) =>
        instant.filter((at) => at < CLOSE).map((sentAt): Prompt[] => [...others, { status: 'SENT', sentAt }]),
      );
    fc.assert(
      fc.property(prompts, (some) => {
        const missed: CheckInFact = { ...fc.sample(checkIn, 1)[0]!, status: 'MISSED' };

        expect(outcomeOf(missed, some, UNTIL).kind).toBe('no-reply');
      }),
    );
  });

  it('puts everybody into exactly one count', () => {
    const week = fc.array(fc.tuple(checkIn, fc.array(fc.oneof(failed, arrived, doubtful), { maxLength: 3 })));
    fc.assert(
      fc.property(week, instant, (lines, now) => {
        const outcomes = lines.map(([one, prompts]) => outcomeOf(one, prompts, now));
        const count = tally(outcomes);
        const out = outcomes.filter(({ kind }) => kind === 'excused' || kind === 'out').length;

        expect(count.asked + count.notDelivered + out).toBe(lines.length);
      }),
    );
  });
});

describe('the reasons', () => {
  it.each([
    ['BotNotInConversationRoster', 'they themselves'],
    ['user_disabled', 'an administrator of the workspace'],
    ['no-account', 'an administrator of the workspace'],
    ['screen', 'whoever runs Throughline'],
    ['a-code-of-tomorrow', 'whoever runs Throughline'],
    ['expired', 'nobody any more'],
  ])('%s can be mended by %s', (reason, who) => {
    expect(menderInWords(whoCanMend(reason))).toBe(who);
    expect(lostInWords(reason)).not.toBe('');
  });
});

// Who needs the coach most. Only the coach sees this order; no district role ever gets schools in an order.
import type { Look } from '../../roster/matrix.ts';
import { dayIn, dayInWords, type Day } from '../../zone.ts';
import { whyInWords, type Outcome } from '../outcomes.ts';
import { menderInWords, whoCanMend } from '../reasons.ts';

export interface Standing {
  assignmentId: string;
  principalId: string;
  principalName: string;
  schoolName: string;
  timeZone: string;
  /** Of this week's check-in, or the last one's. */
  outcome: Outcome | undefined;
  need: string | undefined;
  openSteps: number;
  stuckSteps: number;
  mustChoose: boolean;
  toVerify: number;
  nextVisit: Day | undefined;
}

/** Points by what a coach can do something about this week. */
export function urgency(one: Standing): number {
  return (
    (one.stuckSteps > 0 ? 4 : 0) +
    (one.mustChoose ? 4 : 0) +
    (one.need !== undefined && one.need !== 'nothing' ? 2 : 0) +
    (isUnheard(one) ? 3 : 0) +
    (one.openSteps === 0 ? 2 : 0) +
    (one.toVerify > 0 ? 1 : 0)
  );
}

/** What of the principals' own a list of them shows. */
export function looksOf(shown: readonly Standing[]): Look[] {
  return shown.flatMap(({ principalId: ownerId, need }) => [
    { thing: 'step-numbers', ownerId },
    ...(need === undefined ? [] : [{ thing: 'principal-text' as const, ownerId }]),
  ]);
}

export function byNeed(all: readonly Standing[]): Standing[] {
  return [...all].sort((a, b) => urgency(b) - urgency(a) || a.schoolName.localeCompare(b.schoolName));
}

/** What stands out, in words and without blame. */
export function reasons(one: Standing): string[] {
  return [
    ...delivery(one),
    ...(one.stuckSteps > 0 ? ['a step is stuck'] : []),
    ...(one.mustChoose ? ['a step has moved three times'] : []),
    ...(one.outcome?.kind === 'no-reply' ? ['no check-in this week: reach out'] : []),
    ...(one.openSteps === 0 ? ['no open step'] : []),
    ...(one.toVerify > 0 ? [`${one.toVerify} done, to see on the next visit`] : []),
  ];
}

/** Whoever may not have been asked needs the coach as well as whoever did not answer. */
function isUnheard({ outcome }: Standing): boolean {
  return outcome?.kind === 'no-reply' || outcome?.kind === 'not-delivered' || outcome?.kind === 'unsure';
}

/** A message of ours that failed is told with its mend, and is nobody's missing answer. */
function delivery({ outcome, timeZone }: Standing): string[] {
  if (outcome?.kind === 'unsure') return ['check-in may not have arrived: ask in person'];
  if (outcome?.kind !== 'not-delivered') return [];
  const since = dayInWords(dayIn(timeZone, outcome.since));
  const mender = whoCanMend(outcome.reason);
  const mend = mender === 'nobody' ? 'ask in person' : `${menderInWords(mender)} can mend it`;
  return [`check-in not delivered since ${since}: ${whyInWords(outcome)} (${mend})`];
}

// Who needs the coach most. Only the coach sees this order; no district role ever gets schools in an order.
import type { CheckInStatus } from '../../db/generated/enums.ts';
import type { Day } from '../../zone.ts';

export interface Standing {
  assignmentId: string;
  principalName: string;
  schoolName: string;
  checkIn: CheckInStatus | undefined;
  /** Why the prompt is not there, in words. */
  notDelivered: string | undefined;
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
    (one.checkIn === 'MISSED' ? 3 : 0) +
    (one.notDelivered !== undefined ? 3 : 0) +
    (one.openSteps === 0 ? 2 : 0) +
    (one.toVerify > 0 ? 1 : 0)
  );
}

export function byNeed(all: readonly Standing[]): Standing[] {
  return [...all].sort((a, b) => urgency(b) - urgency(a) || a.schoolName.localeCompare(b.schoolName));
}

/** What stands out, in words and without blame. */
export function reasons(one: Standing): string[] {
  return [
    ...(one.notDelivered === undefined ? [] : [`check-in not delivered: ${one.notDelivered}`]),
    ...(one.stuckSteps > 0 ? ['a step is stuck'] : []),
    ...(one.mustChoose ? ['a step has moved three times'] : []),
    ...(one.checkIn === 'MISSED' ? ['no check-in this week: reach out'] : []),
    ...(one.openSteps === 0 ? ['no open step'] : []),
    ...(one.toVerify > 0 ? [`${one.toVerify} done, to see on the next visit`] : []),
  ];
}

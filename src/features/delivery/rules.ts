// A week's delivery for those who look after it: numbers for all, names only where a message of ours failed. Who did not
// answer is between the principal and the coach.
import { tally, whyInWords, type Outcome } from '../outcomes.ts';
import { menderInWords, whoCanMend } from '../reasons.ts';

export interface Line {
  school: string;
  principal: string;
  outcome: Outcome;
}

export interface WeekAtHome {
  /** In the order in which they are told; none that is zero. */
  numbers: readonly { label: string; value: number }[];
  failed: readonly { principal: string; school: string; why: string; mend: string; since?: Date }[];
}

export function weekAtHome(lines: readonly Line[]): WeekAtHome {
  const outcomes = lines.map((line) => line.outcome);
  const count = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length;
  const { answered, notDelivered, unsure, waiting } = tally(outcomes);
  const numbers = [
    { label: 'Answered', value: answered },
    { label: 'Open', value: waiting },
    { label: 'Delivered, no reply', value: count('no-reply') },
    { label: 'Not delivered', value: notDelivered },
    { label: 'May not have arrived', value: unsure },
    { label: 'Excused', value: count('excused') },
    { label: 'Not asked', value: count('out') },
  ];
  return { numbers: numbers.filter(({ value }) => value > 0), failed: lines.flatMap(failureOf) };
}

function failureOf({ school, principal, outcome }: Line): WeekAtHome['failed'] {
  if (outcome.kind === 'unsure')
    return [
      {
        ...{ school, principal, why: 'we cannot tell whether it arrived' },
        mend: 'their coach can ask in person',
      },
    ];
  if (outcome.kind !== 'not-delivered') return [];
  const mender = whoCanMend(outcome.reason);
  const mend = mender === 'nobody' ? 'their coach can ask in person' : `${menderInWords(mender)} can mend it`;
  return [{ school, principal, why: whyInWords(outcome), mend, since: outcome.since }];
}

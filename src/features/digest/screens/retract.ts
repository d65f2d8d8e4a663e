import type { Card } from '../../../chat/card.ts';
import { defineCard, titlePart } from '../../../chat/card.ts';
import { defineForm } from '../../../chat/define-form.ts';
import { ask } from '../../../chat/form.ts';
import { dayInWords, type Day } from '../../../zone.ts';

/** Chosen and not typed, because it is said in the channel. */
const REASONS = {
  numbers: 'A number in it is not right',
  audience: 'It was not meant for this channel',
  other: 'Another reason',
} as const;

export function retractForm() {
  return defineForm({
    id: 'digest:retract',
    version: 1,
    title: 'Take the summary back',
    submit: 'Take it back',
    intro:
      'The post and everything in its thread will say that it was taken back, and by whom. It is not posted again.',
    fields: {
      reason: ask.choice('Why?', REASONS, { audience: 'DISTRICT', readers: 'Everybody in the channel reads it.' }),
    },
  });
}

/** Stands where the summary and each part of its thread stood. */
export function retractedCard(of: {
  district: string;
  weekOf: Day;
  at: string;
  by: string;
  reason: keyof typeof REASONS;
}): Card {
  const why = of.reason === 'other' ? '' : ` ${REASONS[of.reason]}.`;
  return defineCard({
    id: 'digest:retracted',
    summary: `The summary for the week of ${dayInWords(of.weekOf)} was taken back.`,
    parts: [
      titlePart(`${of.district} · leadership coaching · week of ${dayInWords(of.weekOf)}`),
      { kind: 'text', text: `This was taken back on ${of.at} by ${of.by}.${why}` },
    ],
  });
}

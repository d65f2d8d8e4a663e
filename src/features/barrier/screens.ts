import { defineCard, type Card } from '../../chat/card.ts';
import { defineForm } from '../../chat/define-form.ts';
import { ask, optional } from '../../chat/form.ts';
import type { Day } from '../../zone.ts';
import { NAMED_BARRIERS } from '../vocabulary.ts';

export function consentCard(barrierId: string, coachName: string, category: string): Card {
  const state = { b: barrierId };
  return defineCard({
    id: 'barrier:consent',
    summary: `May ${coachName} raise a barrier with the district?`,
    parts: [
      {
        kind: 'text',
        text: [{ bold: coachName }, ' would like to raise this with the district: ', { bold: category }, '. Share it?'],
      },
      {
        kind: 'text',
        quiet: true,
        text: 'With yes, the district sees the kind of barrier and your school, no words of yours. Without it, it stays with the two of you.',
      },
      {
        kind: 'buttons',
        buttons: [
          { action: 'barrier:share', label: 'Yes, share', state, style: 'primary', opens: 'form' },
          { action: 'barrier:keep', label: 'Keep between us', state },
        ],
      },
    ],
  });
}

/** With a day the barrier stands under the digest's decisions, without one it is counted. */
export function shareForm(category: string, today: Day) {
  return defineForm({
    id: 'barrier:share',
    version: 1,
    title: 'Share with the district',
    submit: 'Share',
    intro: `${category}. The district sees the kind of barrier and your school, no words of yours.`,
    fields: {
      neededBy: optional(ask.date('By when is a decision needed?', { from: today, audience: 'DISTRICT' })),
    },
  });
}

/** What is in the way and whose eyes it is for; asked of the one of the pair who raises it. */
export function raiseForm({ by, otherName }: { by: 'principal' | 'coach'; otherName: string }) {
  const readers = `Only you and ${by === 'principal' ? 'your coach' : 'the principal'} see this in Throughline.`;
  const isPrincipal = by === 'principal';
  return defineForm({
    id: 'barrier:raise',
    version: 1,
    title: 'Raise a barrier',
    submit: 'Raise it',
    intro: isPrincipal
      ? `You and ${otherName} see it. The message itself is not kept here: a barrier is a kind, and no words.`
      : `In the way of ${otherName}. The message itself is not kept here: a barrier is a kind, and no words.`,
    fields: {
      category: ask.choice('What is in the way?', NAMED_BARRIERS, { audience: 'PAIR', readers }),
      share: isPrincipal
        ? ask.yesNo('May the district see this barrier?', {
            audience: 'DISTRICT',
            readers: 'With yes, the district sees the kind of barrier and your school, no words of yours.',
          })
        : ask.yesNo('Shall I ask the principal to share it with the district?', { audience: 'PAIR', readers }),
    },
  });
}

export function decidedCard(shared: boolean, category: string): Card {
  const text = shared ? `Shared with the district: ${category}.` : `Kept between the two of you: ${category}.`;
  return defineCard({ id: 'barrier:decided', summary: text, parts: [{ kind: 'text', text }] });
}

export function goneCard(): Card {
  const text = 'This barrier is not yours to share, or it is gone.';
  return defineCard({ id: 'barrier:gone', summary: text, parts: [{ kind: 'text', text }] });
}

const ID = '01990000-0000-7000-8000-00000000000b';

export const examples = [
  { card: consentCard(ID, 'Sam Bell', 'Substitute coverage') },
  { card: decidedCard(true, 'Substitute coverage') },
  { card: goneCard() },
  {
    form: raiseForm({ by: 'principal', otherName: 'Sam Bell' }),
    answers: { category: 'substitutes', share: true },
  },
  { form: raiseForm({ by: 'coach', otherName: 'Ada Rivera' }), answers: { category: 'schedule', share: false } },
  { form: shareForm('Substitute coverage', '2026-10-15'), answers: { neededBy: '2026-10-23' } },
];

import { defineCard, type Card } from '../../chat/card.ts';
import { defineForm } from '../../chat/define-form.ts';
import { ask } from '../../chat/form.ts';
import type { Day } from '../../zone.ts';

export const RESCHEDULE_FORM = 'visit:reschedule';

export function rescheduleCard(visitId: string, schoolName: string, day: string): Card {
  const state = { v: visitId };
  return defineCard({
    id: 'visit:reschedule',
    summary: `${schoolName} is closed on ${day}. Which day instead?`,
    parts: [
      { kind: 'text', text: [{ bold: schoolName }, ` is closed on ${day}. On which day will you go instead?`] },
      {
        kind: 'buttons',
        buttons: [
          { action: 'visit:reschedule', label: 'Choose a day', state, style: 'primary', opens: 'form' },
          { action: 'visit:no-other-day', label: 'No other day', state },
        ],
      },
    ],
  });
}

export function rescheduleForm(schoolName: string, days: { from: Day; to: Day }) {
  return defineForm({
    id: RESCHEDULE_FORM,
    version: 1,
    title: 'Another day on site',
    submit: 'Save',
    intro: `Instead of the day at ${schoolName} that was called off.`,
    fields: {
      day: ask.date('On which day will you go?', {
        ...days,
        audience: 'DISTRICT',
        readers: 'The district sees that the visit was moved.',
      }),
    },
  });
}

const ID = '01990000-0000-7000-8000-00000000000b';

export const examples = [
  { card: rescheduleCard(ID, 'Adams ES', 'Thu, Nov 19') },
  { form: rescheduleForm('Adams ES', { from: '2026-11-19', to: '2026-12-17' }), answers: { day: '2026-11-24' } },
];

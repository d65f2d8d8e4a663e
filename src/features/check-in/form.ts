import { defineForm } from '../../chat/define-form.ts';
import { ask, optional, type Field, type Fields, type Form, type Item } from '../../chat/form.ts';
import type { Question, Template } from './rules.ts';
import type { Shape } from './rules/window.ts';

/** What the form needs to know of this person and this week. */
export interface FormWeek {
  shape: Shape;
  steps: readonly Item[];
  coachName: string;
  schoolName: string;
}

export const CHECK_IN_FORM = 'check-in:week';

/** The week's form, made from the template and the steps that are open. */
export function checkInForm(template: Template, week: FormWeek): Form {
  const fields: Fields = {};
  for (const question of template.questions) {
    if (!question.shapes.includes(week.shape)) continue;
    if (question.type === 'STEP_STATUS' && week.steps.length === 0) continue;
    fields[question.key] = fieldOf(question, week);
    if (question.note) {
      const { key, label, maxLength } = question.note;
      fields[key] = optional(ask.paragraph(label, { maxLength, audience: question.audience }));
    }
  }
  return defineForm({
    id: CHECK_IN_FORM,
    version: template.version,
    title: 'Your week',
    submit: 'Send',
    intro: introOf(week),
    fields,
  });
}

function fieldOf(question: Question, week: FormWeek): Field {
  const extra = { audience: question.audience };
  const field = bareField(question, week, extra);
  return question.optional ? { ...field, optional: true } : field;
}

function bareField(question: Question, week: FormWeek, extra: { audience: Question['audience'] }): Field {
  switch (question.type) {
    case 'STEP_STATUS':
      return ask.rows(question.label, week.steps, question.options, extra);
    case 'INTEGER':
      return ask.number(question.label, question.min, question.max, extra);
    case 'SINGLE':
      return ask.choice(question.label, question.options, extra);
    case 'MULTI':
      return ask.choices(question.label, question.options, extra);
    case 'SCALE_5':
      return ask.scale(question.label, 5, question.low, question.high, extra);
    case 'SHORT_TEXT':
      return ask.paragraph(question.label, { ...extra, maxLength: question.maxLength });
    case 'YES_NO':
      return ask.yesNo(question.label, extra);
    case 'DATE':
      return ask.date(question.label, extra);
  }
}

function introOf(week: FormWeek): string {
  const records = 'As a public employee’s work it may be requested under public-records law.';
  return `About ${week.schoolName}. Please don't name a student or a teacher. ${records}`;
}

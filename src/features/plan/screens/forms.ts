import { defineForm } from '../../../chat/define-form.ts';
import { ask, optional } from '../../../chat/form.ts';
import { LIMITS } from '../../../chat/limits.ts';
import type { Day } from '../../../zone.ts';
import { NAMED_BARRIERS, STANDARDS } from '../../vocabulary.ts';
import { LONGEST_STEP } from '../rules.ts';

const PAIR = 'Only you and your coach see this in Throughline.';
const PAIR_OF_COACH = 'Only you and the principal see this in Throughline.';

/** `left` is what was said and is too much for one step: it is shown, for the coach to put into fewer words. */
export function proposeForm(principalName: string, days: { from: Day; to: Day }, left = '') {
  const intro = `For ${principalName}, who accepts it or says it in other words. Small, visible, within two weeks.`;
  return defineForm({
    id: 'plan:propose',
    version: 1,
    title: 'Propose a next step',
    submit: 'Propose',
    intro: left === '' ? intro : `${intro} ${leftInWords(left, LIMITS.intro - intro.length - ROOM)}`,
    fields: {
      text: ask.line('What is the next step, in one sentence?', {
        maxLength: LONGEST_STEP,
        audience: 'PAIR',
        readers: PAIR_OF_COACH,
      }),
      dueOn: ask.date('By when?', { from: days.from, to: days.to, audience: 'PAIR', readers: PAIR_OF_COACH }),
      evidence: optional(
        ask.line('What will someone see when it is done?', { audience: 'PAIR', readers: PAIR_OF_COACH }),
      ),
    },
  });
}

/** For the sentences about what was kept and about who evaluates, which may come before an intro. */
const ROOM = 170;

function leftInWords(left: string, room: number): string {
  const lead = `A step has at most ${LONGEST_STEP} characters, so only the beginning is filled in.`;
  const whole = `${lead} It went on: “${left}”`;
  if (whole.length <= room) return whole;
  let shown = '';
  for (const letter of left) {
    if (lead.length + shown.length + ROOM * 2 > room) break;
    shown += letter;
  }
  return `${lead} It went on: “${shown}…” and ${left.length - shown.length} characters more, which have no room here.`;
}

export function rewordForm(days: { from: Day; to: Day }, smaller: boolean) {
  return defineForm({
    id: 'plan:reword',
    version: 1,
    title: smaller ? 'Make it smaller' : 'In your own words',
    submit: smaller ? 'Keep this one' : 'Accept',
    fields: {
      text: ask.line('What will you do, in one sentence?', {
        maxLength: LONGEST_STEP,
        audience: 'PAIR',
        readers: PAIR,
      }),
      dueOn: ask.date('By when?', { from: days.from, to: days.to, audience: 'PAIR', readers: PAIR }),
    },
  });
}

export const DROP_REASONS = {
  done: 'It is done another way',
  priority: 'Something else matters more now',
  fit: 'It does not fit our school',
  other: 'Another reason',
} as const;

export function letGoForm() {
  return defineForm({
    id: 'plan:let-go',
    version: 1,
    title: 'Let it go',
    submit: 'Let it go',
    intro: 'Letting a step go is a decision and not a failure.',
    fields: { reason: ask.choice('Why?', DROP_REASONS, { audience: 'PAIR', readers: PAIR }) },
  });
}

export function nameBarrierForm() {
  return defineForm({
    id: 'plan:name-barrier',
    version: 1,
    title: 'What is in the way?',
    submit: 'Save',
    fields: {
      category: ask.choice('What is in the way?', NAMED_BARRIERS, { audience: 'PAIR', readers: PAIR }),
      share: ask.yesNo('May the district see this barrier?', {
        audience: 'DISTRICT',
        readers: 'With yes, the district sees the kind of barrier and your school, no words of yours.',
      }),
    },
  });
}

export function goalForm(principalName: string) {
  return defineForm({
    id: 'plan:goal',
    version: 1,
    title: 'Coaching goal',
    submit: 'Save goal',
    intro: `One of one to three goals for ${principalName}, agreed by the pair.`,
    fields: {
      statement: ask.line('What will change in your leadership?', { maxLength: 200, audience: 'PAIR', readers: PAIR }),
      standard: ask.choice('Which leadership standard is it about?', STANDARDS, {
        audience: 'PROGRAM',
        readers: "The partner's managers see the standard.",
      }),
      why: optional(ask.paragraph('Why this one?', { audience: 'PAIR', readers: PAIR })),
      evidence: optional(ask.paragraph('How will you know?', { audience: 'PAIR', readers: PAIR })),
    },
  });
}

import {
  assertTemplate,
  estimateSeconds,
  nextStatus,
  type CheckInEvent,
  type Template,
} from '../../../src/features/check-in/rules.ts';
import { planWeek } from '../../../src/features/check-in/rules/window.ts';
import { TEMPLATES } from '../../../src/features/check-in/templates.ts';
import { readTyped } from '../../../src/features/check-in/typed.ts';
import type { CheckInStatus } from '../../../src/db/generated/enums.ts';
import type { SchoolDay } from '../../../src/roster/calendar.ts';

const ZONE = 'America/New_York';
const CHAIN = { school: 'adams' };
const off = (day: string, type: SchoolDay['type'] = 'HOLIDAY'): SchoolDay => ({
  day,
  type,
  scope: 'district',
  label: '',
});
const times = (days: SchoolDay[], notBefore?: string) => {
  const planned = planWeek(days, '2026-10-12', CHAIN, ZONE, notBefore === undefined ? undefined : new Date(notBefore));
  return 'window' in planned
    ? {
        ...planned.window,
        openAt: planned.window.openAt.toISOString(),
        nudgeAt: planned.window.nudgeAt.toISOString(),
        closeAt: planned.window.closeAt.toISOString(),
        lateUntil: planned.window.lateUntil.toISOString(),
      }
    : planned;
};

describe('templates', () => {
  it.each(TEMPLATES.map((template) => [template.key, template] as const))(
    '%s takes three minutes at most',
    (_key, template) => {
      expect(estimateSeconds(template)).toBeLessThanOrEqual(180);
      expect(assertTemplate(template)).toBe(template);
    },
  );

  const tap = { type: 'YES_NO', label: 'q', audience: 'PAIR', shapes: ['full'] } as const;
  const text = { type: 'SHORT_TEXT', label: 'q', audience: 'PAIR', shapes: ['full'], maxLength: 280 } as const;
  const template = (questions: Template['questions']): Template => ({ key: 't', version: 1, variant: 'x', questions });

  it('counts ten seconds to begin, six a tap, eight a number or row, thirty-five a text', () => {
    const questions = [
      { ...tap, key: 'a' },
      { ...text, key: 'b' },
      { key: 'c', type: 'INTEGER', label: 'n', min: 0, max: 5, audience: 'PAIR', shapes: ['full'] },
    ] as const;
    expect(estimateSeconds(template(questions))).toBe(10 + 6 + 35 + 8);
  });

  it.each<[string, Template['questions']]>([
    ['8 questions', Array.from({ length: 8 }, (_, i) => ({ ...tap, key: `q${i}` }))],
    ['3 text boxes', Array.from({ length: 3 }, (_, i) => ({ ...text, key: `q${i}` }))],
    ['a long text', [{ ...text, key: 'q', maxLength: 281 }]],
  ])('with %s are refused when the process starts', (_what, questions) => {
    expect(() => assertTemplate(template(questions))).toThrow(/check-in template/);
  });
});

describe('the week of a check-in', () => {
  it('opens Thursday 14:00, nudges Friday 09:00, closes Friday 17:00, ends Monday 05:00', () => {
    expect(times([])).toEqual({
      shape: 'full',
      openAt: '2026-10-15T18:00:00.000Z',
      nudgeAt: '2026-10-16T13:00:00.000Z',
      closeAt: '2026-10-16T21:00:00.000Z',
      lateUntil: '2026-10-19T09:00:00.000Z',
    });
  });

  it.each<[string, SchoolDay[], string | undefined, string, string]>([
    [
      'a Thursday off opens on Wednesday',
      [off('2026-10-15')],
      undefined,
      '2026-10-14T18:00:00.000Z',
      '2026-10-16T21:00:00.000Z',
    ],
    [
      'a Thursday closed in the morning opens on Friday morning',
      [off('2026-10-15', 'WEATHER_CLOSURE')],
      '2026-10-15T10:10:00Z',
      '2026-10-16T13:00:00.000Z',
      '2026-10-16T21:00:00.000Z',
    ],
    [
      'Thursday and Friday off close on Wednesday',
      [off('2026-10-15'), off('2026-10-16')],
      undefined,
      '2026-10-13T18:00:00.000Z',
      '2026-10-14T21:00:00.000Z',
    ],
  ])('%s', (_what, days, notBefore, openAt, closeAt) => {
    expect(times(days, notBefore)).toMatchObject({ openAt, closeAt });
  });

  it('is skipped without staff days, and when none is left', () => {
    const all = ['12', '13', '14', '15', '16'].map((day) => off(`2026-10-${day}`));
    expect(times(all)).toEqual({ skip: 'No staff days this week' });
    expect(times([], '2026-10-17T12:00:00Z')).toEqual({ skip: 'No staff day is left this week' });
  });

  it('is short with two staff days, and asks for no visits without classes', () => {
    expect(times([off('2026-10-12'), off('2026-10-13'), off('2026-10-14')])).toMatchObject({ shape: 'short' });
    expect(times(['12', '13', '14', '15', '16'].map((day) => off(`2026-10-${day}`, 'PD')))).toMatchObject({
      shape: 'no-visits',
    });
  });
});

describe('the states of a check-in', () => {
  const at = { closeAt: new Date('2026-10-16T21:00:00Z'), lateUntil: new Date('2026-10-19T09:00:00Z') };
  const [before, late, over] = ['2026-10-16T20:00:00Z', '2026-10-17T20:00:00Z', '2026-10-19T10:00:00Z'].map((now) => ({
    ...at,
    now: new Date(now),
  })) as [never, never, never];
  const ALL: CheckInStatus[] = [
    'SCHEDULED',
    'OPEN',
    'STARTED',
    'SUBMITTED',
    'MISSED',
    'SKIPPED',
    'EXCUSED',
    'SUBMITTED_LATE',
  ];
  const allowed = (event: CheckInEvent, when: never) =>
    Object.fromEntries(
      ALL.flatMap((status) =>
        nextStatus(status, event, when) === undefined ? [] : [[status, nextStatus(status, event, when)]],
      ),
    );

  it.each<[CheckInEvent, never, object]>([
    ['open', before, { SCHEDULED: 'OPEN' }],
    ['skip', before, { SCHEDULED: 'SKIPPED' }],
    ['start', before, { OPEN: 'STARTED' }],
    ['excuse', before, { OPEN: 'EXCUSED', STARTED: 'EXCUSED' }],
    ['close', late, { OPEN: 'MISSED', STARTED: 'MISSED' }],
    ['submit', before, { OPEN: 'SUBMITTED', STARTED: 'SUBMITTED', SUBMITTED: 'SUBMITTED', MISSED: 'SUBMITTED_LATE' }],
    ['submit', late, { OPEN: 'SUBMITTED_LATE', STARTED: 'SUBMITTED_LATE', MISSED: 'SUBMITTED_LATE' }],
    ['submit', over, {}],
  ])('%s goes only where the life-cycle says', (event, when, moves) => {
    expect(allowed(event, when)).toEqual(moves);
  });
});

describe('a typed reply', () => {
  const one = [{ id: 's1' }];
  it.each<[string, object]>([
    ['done, 4 rooms, bus shortage', { 'steps.s1': 'done', rooms: '4', barriers: ['transport'] }],
    [
      'Half-done. 6 classrooms and 3 talks; no subs',
      { 'steps.s1': 'moving', rooms: '6', 'next-steps': '3', barriers: ['substitutes'] },
    ],
    [
      "haven't started, nothing in the way, just check in",
      { 'steps.s1': 'not-started', barriers: ['nothing'], need: 'check-in' },
    ],
    ['stuck, ready 2', { 'steps.s1': 'stuck', ready: '2' }],
    ['see you Tuesday', {}],
  ])('“%s” is understood', (text, values) => {
    expect(readTyped(text, one)).toEqual(values);
  });

  it('does not guess which of two steps is meant', () => {
    expect(readTyped('done', [{ id: 's1' }, { id: 's2' }])).toEqual({});
    expect(readTyped('both done', [{ id: 's1' }, { id: 's2' }])).toEqual({ 'steps.s1': 'done', 'steps.s2': 'done' });
  });
});

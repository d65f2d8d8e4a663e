import { readAnswers, valuesOf } from '../../src/chat/answers.ts';
import { defineForm } from '../../src/chat/define-form.ts';
import { ask, optional } from '../../src/chat/form.ts';
import { UNASKED } from './identifying.data.ts';

const form = defineForm({
  id: 'test:form',
  version: 1,
  title: 'A form',
  submit: 'Send',
  fields: {
    rooms: ask.number('Rooms', 0, 60),
    note: optional(ask.paragraph('Note', { maxLength: 20 })),
    led: ask.choices('Led', { plc: 'PLC', data: 'Data', none: 'None' }, { max: 2 }),
    steps: ask.rows(
      'Steps',
      [
        { id: 's1', label: 'One' },
        { id: 's2', label: 'Two' },
      ],
      { done: 'Done', stuck: 'Stuck' },
    ),
    by: ask.date('By', { from: '2026-10-15', to: '2026-10-29' }),
    ok: ask.yesNo('Ok?'),
    who: ask.person('Who', [{ id: 'p1', label: 'Ada' }]),
    ready: optional(ask.scale('Ready', 5, 'low', 'high')),
  },
});
const good = {
  rooms: '4',
  led: ['plc', 'data'],
  'steps.s1': 'done',
  'steps.s2': 'stuck',
  by: '2026-10-20',
  ok: 'yes',
  who: 'p1',
};

describe('answers', () => {
  it('come out typed as the form asks', () => {
    expect(readAnswers(form, good, UNASKED)).toEqual({
      answers: {
        rooms: 4,
        led: ['plc', 'data'],
        steps: { s1: 'done', s2: 'stuck' },
        by: '2026-10-20',
        ok: true,
        who: 'p1',
      },
    });
  });

  it('go back to the values that prefill the form', () => {
    const read = readAnswers(form, good, UNASKED);
    expect('answers' in read ? valuesOf(form, read.answers) : undefined).toEqual(good);
  });

  it('know their types without a second schema', () => {
    const read = readAnswers(form, good, UNASKED);
    if ('answers' in read) {
      const led: ('plc' | 'data' | 'none')[] = read.answers.led;
      const note: string | undefined = read.answers.note;
      // @ts-expect-error a field that was never asked
      expect(read.answers.unknown).toBeUndefined();
      expect([led.length, note]).toEqual([2, undefined]);
    }
  });

  it.each([
    ['rooms', '61', 'Please give a whole number from 0 to 60.'],
    ['rooms', '4.5', 'Please give a whole number from 0 to 60.'],
    ['rooms', '', 'Please answer this.'],
    ['note', 'x'.repeat(21), 'Please keep this to 20 characters.'],
    ['led', ['plc', 'data', 'none'], 'Please pick at most 2.'],
    ['led', ['walks'], 'Please pick one of the choices.'],
    ['steps.s2', 'sideways', 'Please pick one of the choices.'],
    ['steps.s1', '', 'Please answer this.'],
    ['by', '2026-10-14', 'Please pick a day from 2026-10-15 on.'],
    ['by', '2026-13-01', 'Please pick a day.'],
    ['ok', 'maybe', 'Please pick one of the choices.'],
    ['who', 'p2', 'Please pick one of the choices.'],
    ['ready', '6', 'Please give a whole number from 1 to 5.'],
  ])('refuse %s = %j beside its input', (name, value, words) => {
    expect(readAnswers(form, { ...good, [name]: value }, UNASKED)).toEqual({ refusal: { [name]: words }, asked: [] });
  });

  it('do not take an inherited name for a choice', () => {
    expect(readAnswers(form, { ...good, 'steps.s1': 'constructor' }, UNASKED)).toEqual({
      refusal: { 'steps.s1': 'Please pick one of the choices.' },
      asked: [],
    });
  });
});

import {
  checkInputs,
  mergeValues,
  sentValues,
  startingValues,
} from '../../../src/playground/pocket-teams/card-inputs.ts';

const card = {
  type: 'AdaptiveCard',
  body: [
    {
      type: 'Input.Text',
      id: 'name',
      regex: '^[a-z]+$',
      maxLength: 5,
      isRequired: true,
      errorMessage: 'Small letters, please.',
    },
    { type: 'Input.Number', id: 'rooms', min: 1, max: 40 },
    { type: 'Input.Date', id: 'day', min: '2026-10-01' },
    { type: 'Input.Toggle', id: 'agreed', title: 'Yes', valueOn: 'yes', valueOff: 'no', isRequired: true },
    {
      type: 'Container',
      items: [
        {
          type: 'Input.ChoiceSet',
          id: 'days',
          isMultiSelect: true,
          value: 'mon',
          choices: [
            { title: 'Monday', value: 'mon' },
            { title: 'Friday', value: 'fri' },
          ],
        },
      ],
    },
  ],
};
const typed = (values: Parameters<typeof mergeValues>[2]) => mergeValues(card, startingValues(card), values);

test('A form starts with the values its card gives', () => {
  expect(startingValues(card)).toEqual({ name: '', rooms: '', day: '', agreed: 'no', days: 'mon' });
});

test('Answers travel as text, several choices joined by commas, empty ones left out', () => {
  const values = typed({ name: 'ana', rooms: 4, agreed: true, days: ['mon', 'fri'] });
  expect(sentValues(card, values)).toEqual({ name: 'ana', rooms: '4', agreed: 'yes', days: 'mon,fri' });
  expect(sentValues(card, values, 'blank')).toMatchObject({ day: '' });
});

test('The client holds back what does not fit, with the card’s own words', () => {
  expect(checkInputs(card, typed({}))).toEqual({ name: 'Small letters, please.', agreed: 'This answer does not fit.' });
  const bad = typed({ name: 'anabel', rooms: 41, day: '2026-09-30', agreed: true, days: ['sun'] });
  expect(Object.keys(checkInputs(card, bad))).toEqual(['name', 'rooms', 'day', 'days']);
  expect(checkInputs(card, typed({ name: 'ana', rooms: 40, day: '2026-10-01', agreed: true }))).toEqual({});
});

test('An answer for an input that is not there is the test’s own mistake', () => {
  expect(() => typed({ nobody: 'x' })).toThrow("no input 'nobody'");
});

// What goes along with buttons and forms can be read and forged by whoever has them: ids and short words of ours, and no one's words.
import type { Card } from '../../../src/chat/card.ts';
import { valuesOf } from '../../../src/chat/answers.ts';
import { renderDialog, renderMessage, renderPage } from '../../../src/platforms/teams/render.ts';
import { actionsOf } from '../../../src/playground/pocket-teams/card-walk.ts';
import { productCards, productForms } from '../product-examples.ts';

/** An id as the database makes them, a number, a day, a hash, or a short word that our code knows, such as `coach step`. */
const ID =
  /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,6}|\d{4}-\d{2}-\d{2}|[a-z][a-z0-9:._-]{0,40}( [a-z-]{1,20})?|[0-9a-z-]{1,36}|[0-9a-f]{64}|DISTRICT|PROGRAM)?$/;
const FORM_DATA = ['f', 'v', 's', 'n', 'd', 'm'];

function dataIn(drawn: unknown): Record<string, unknown>[] {
  return actionsOf(drawn)
    .filter((action) => action['type'] === 'Action.Submit')
    .map((action) => Object(action['data']));
}

function texts(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(texts);
  return [String(value)];
}

const pageOf = (card: Card) => {
  const { task } = renderPage(card);
  return task.type === 'continue' ? task.value.card.content : {};
};

describe('the data of every button of the product', () => {
  test.each(productCards.map((card, index) => [`${card.id} (${String(index)})`, card] as const))('%s', (_, card) => {
    for (const drawn of [renderMessage(card).attachments[0]?.content, pageOf(card)])
      for (const data of dataIn(drawn)) {
        expect(Object.keys(data).filter((name) => !['a', 's', 'msteams'].includes(name))).toEqual([]);
        expect([undefined, '{"type":"task/fetch"}']).toContain(JSON.stringify(data['msteams']));
        for (const text of texts([data['a'], data['s']])) expect(text).toMatch(ID);
      }
  });

  test('opens a dialog only where it does not stand in one', () => {
    for (const card of productCards)
      for (const data of dataIn(pageOf(card))) expect(data).not.toHaveProperty('msteams');
  });
});

describe('the data of every form of the product', () => {
  test.each(productForms.map((one, index) => [`${one.form.id} (${String(index)})`, one] as const))(
    '%s',
    (_, { form, answers }) => {
      const shown = { state: { a: '7' }, values: valuesOf(form, answers), nonce: 'n1', draw: 1 };
      const { task } = renderDialog(form, shown);
      const [data] = dataIn(task.type === 'continue' ? task.value.card.content : {});
      expect(Object.keys(data ?? {}).filter((name) => !FORM_DATA.includes(name))).toEqual([]);
      for (const text of texts(data)) expect(text).toMatch(ID);
    },
  );
});

test('a word that somebody wrote would be noticed', () => {
  for (const words of ['Ana Rivera', 'Visit all four rooms', 'ana@harbor.example', 'Überall', 'two words more'])
    expect(words).not.toMatch(ID);
});

import type { Card } from '../../../src/chat/card.ts';
import type { AnyForm, Values } from '../../../src/chat/form.ts';
import { Activity } from '../../../src/platforms/teams/activity.ts';
import { readMessage } from '../../../src/platforms/teams/read.ts';
import { readPress, readSubmit } from '../../../src/platforms/teams/read-dialog.ts';
import { renderDialog, renderMessage } from '../../../src/platforms/teams/render.ts';
import { bytesOf } from '../../../src/platforms/teams/render-card.ts';
import { mergeValues, sentValues, startingValues } from '../../../src/playground/pocket-teams/card-inputs.ts';
import { actionsOf } from '../../../src/playground/pocket-teams/card-walk.ts';
import { checkCard } from '../../../src/playground/pocket-teams/index.ts';
import { cardExamples, keepsTheContract, type Filling, type Surface } from '../contract.ts';
import { productCards, productForms } from '../product-examples.ts';

function drawDialog(form: AnyForm, { state, values, errors }: Filling) {
  const shown = { state, values, nonce: 'n1', draw: 1, ...(errors === undefined ? {} : { errors }) };
  const answer = renderDialog(form, shown);
  if (answer.task.type !== 'continue') throw new Error('The form was not drawn.');
  refuse(checkCard(answer.task.value.card.content));
  return answer.task.value;
}

function drawMessage(card: Card) {
  const message = renderMessage(card);
  const [attachment] = message.attachments;
  refuse(checkCard(attachment?.content));
  if (bytesOf(attachment?.content) > 25_000) throw new Error('Teams may refuse a card of this size.');
  return message;
}

function refuse(problems: string[]): void {
  if (problems.length > 0) throw new Error(`Teams refuses the card: ${problems.join(' ')}`);
}

function activity(type: string, value: unknown): Activity {
  return Activity.parse({
    type,
    id: '1',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/amer/',
    from: { id: '29:ana' },
    recipient: { id: '28:app' },
    conversation: { id: 'a:chat', conversationType: 'personal', tenantId: 'tenant' },
    value,
  });
}

function submitting(empty: 'omit' | 'blank'): Surface['submit'] {
  return (form, filling, entries: Values) => {
    const card = drawDialog(form, filling).card.content;
    const [send] = actionsOf(card);
    const values = mergeValues(card, startingValues(card), entries);
    const data = { ...Object(send?.['data']), ...sentValues(card, values, empty) };
    const read = readSubmit(activity('invoke', { data }))?.interaction;
    if (read?.kind !== 'submit') throw new Error('The form was not known again.');
    return read;
  };
}

const teams: Surface = {
  drawForm: drawDialog,
  drawCard: drawMessage,
  submit: submitting('omit'),
  press: (card, index) => {
    const submits = actionsOf(drawMessage(card).attachments[0]?.content).filter(
      (action) => action['type'] === 'Action.Submit',
    );
    const data = submits[index]?.['data'];
    const opens = Object(data)['msteams'] !== undefined;
    const read = opens ? readPress(activity('invoke', { data })) : readMessage(activity('message', data));
    if (read === undefined || read === 'hint' || read.kind !== 'press')
      throw new Error('The button was not known again.');
    return { action: read.action, state: read.state };
  },
};

describe('Teams', () => {
  keepsTheContract(teams);
});

describe('Teams where empty inputs are sent as empty text', () => {
  keepsTheContract({ ...teams, submit: submitting('blank') }, undefined, cardExamples.slice(0, 0));
});

describe('Teams shows every screen of the product', () => {
  keepsTheContract(teams, productForms, productCards);
});

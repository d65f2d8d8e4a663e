import type { Card } from '../../../src/chat/card.ts';
import type { AnyForm } from '../../../src/chat/form.ts';
import { ActionPayload, SubmissionPayload } from '../../../src/platforms/slack/payloads.ts';
import { readPress, readSubmission } from '../../../src/platforms/slack/read.ts';
import { renderCard } from '../../../src/platforms/slack/render-card.ts';
import { renderForm } from '../../../src/platforms/slack/render-form.ts';
import { checkMessageBlocks, checkModal } from '../../../src/playground/pocket-slack/block-kit/check.ts';
import type { ModalView } from '../../../src/playground/pocket-slack/block-kit/view.ts';
import { enterAll } from '../../../src/playground/pocket-slack/entering.ts';
import { startValues } from '../../../src/playground/pocket-slack/view-state.ts';
import { cardExamples, keepsTheContract, type Filling, type Surface } from '../contract.ts';
import { productCards, productForms } from '../product-examples.ts';

function drawModal(form: AnyForm, filling: Filling): ModalView {
  const checked = checkModal(structuredClone(renderForm(form, filling)));
  if (!checked.fits) throw new Error(`Slack refuses the form: ${checked.error} ${checked.problems.join('; ')}`);
  return checked.value;
}

function drawMessage(card: Card, manner: 'rich' | 'plain' = 'rich') {
  const { text, blocks } = renderCard(card, manner);
  const checked = checkMessageBlocks(structuredClone(blocks));
  if (!checked.fits) throw new Error(`Slack refuses the card: ${checked.error} ${checked.problems.join('; ')}`);
  if (text.length > 4_000)
    throw new Error(`Slack refuses a text of ${String(text.length)} characters when the message is updated.`);
  return checked.value;
}

const slack: Surface = {
  drawForm: drawModal,
  drawCard: (card) => drawMessage(card),
  submit(form, filling, entries) {
    const view = drawModal(form, filling);
    const values = startValues(view.blocks);
    enterAll(view.blocks, values, entries);
    const payload = SubmissionPayload.parse({
      type: 'view_submission',
      team: { id: 'T1' },
      user: { id: 'U1' },
      view: { ...view, id: 'V1', hash: 'h1', state: { values } },
    });
    const submitted = readSubmission(payload);
    if (submitted === undefined) throw new Error('The form was not known again.');
    return submitted;
  },
  press(card, index) {
    const button = drawMessage(card)
      .flatMap((block) => (block.type === 'actions' ? block.elements : []))
      .flatMap((element) => (element.type === 'button' ? element : []))[index];
    const press = readPress(
      ActionPayload.parse({
        type: 'block_actions',
        team: { id: 'T1' },
        user: { id: 'U1' },
        trigger_id: '1.2',
        actions: [button],
      }),
    );
    if (press === undefined) throw new Error('The button was not known again.');
    return { action: press.action, state: press.state };
  },
};

describe('Slack', () => {
  keepsTheContract(slack);
});

describe('Slack without its drawings', () => {
  keepsTheContract({ ...slack, drawCard: (card) => drawMessage(card, 'plain') }, [], cardExamples);
});

describe('Slack shows every screen of the product', () => {
  keepsTheContract(slack, productForms, productCards);
});

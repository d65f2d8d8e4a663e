// The baseline: a Bolt app that acknowledges and opens the very window that the product opens, and does nothing else.
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver, type types } from '@slack/bolt';
import { answerQuestions } from './child.ts';
import { BOT_TOKEN, SIGNING_SECRET } from './workspace.ts';

let view: types.ModalView | undefined;
let stop: () => Promise<unknown> = () => Promise.resolve();

/** Gives the address to which the pocket Slack sends its commands. */
async function open(given: { apiUrl: string }): Promise<string> {
  const receiver = new ExpressReceiver({ signingSecret: SIGNING_SECRET });
  const app = new App({ token: BOT_TOKEN, receiver, clientOptions: { slackApiUrl: given.apiUrl } });
  app.command(/.*/, async ({ ack, body, client }) => {
    await ack();
    // Too late for its trigger on an overloaded machine: whoever waits for the window counts it.
    if (view) await client.views.open({ trigger_id: body.trigger_id, view }).catch(() => undefined);
  });
  const server = await receiver.start(0);
  stop = () => receiver.stop();
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/slack/events`;
}

function show(given: Record<string, unknown>): void {
  view = given as unknown as types.ModalView;
}

const desk = { open, show };
export type BareBoltDesk = typeof desk;

answerQuestions(desk, () => stop());

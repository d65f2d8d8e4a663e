/** What the app listens to: acknowledged, read, and handed over. */
import type { App } from '@slack/bolt';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Interaction } from '../../chat/interaction.ts';
import type { Arrival, OnArrival } from '../../chat/platform.ts';
import { answerRequest, type Request } from './answer-request.ts';
import { answerSubmission } from './answer-submission.ts';
import type { Desks } from './desks.ts';
import { ActionPayload, CommandPayload, EventPayload, ShortcutPayload, SubmissionPayload } from './payloads.ts';
import { readCommand, readPress, readShortcut } from './read.ts';
import { isOwn, readEcho, readUse } from './read-arrival.ts';
import { hashOfHome, readEvent } from './read-event.ts';
import { installationOf } from './whose.ts';

export function listen(app: App, desks: Desks, onArrival: OnArrival = () => undefined): void {
  const note = (arrival: Arrival | undefined) => arrival && onArrival(arrival);

  app.command(/.*/, async ({ ack, body }) => {
    await ack();
    const payload = CommandPayload.parse(body);
    const interaction = readCommand(payload);
    if (interaction === undefined) {
      putAside(desks, payload.trigger_id);
      return;
    }
    return answer(desks, interaction, {
      triggerId: payload.trigger_id,
      responseUrl: payload.response_url,
      channelId: payload.channel_id,
      expectsForm: true,
    });
  });

  app.action(/.*/, async ({ ack, body }) => {
    await ack();
    const payload = ActionPayload.parse(body);
    note(readUse(payload));
    const press = readPress(payload);
    if (press === undefined) {
      putAside(desks, payload.trigger_id);
      return;
    }
    const { opensForm, ...interaction } = press;
    const homeHash = payload.view?.type === 'home' ? payload.view.hash : undefined;
    return answer(desks, interaction, { ...wayBack(payload), expectsForm: opensForm, homeHash });
  });

  app.shortcut(/.*/, async ({ ack, body }) => {
    await ack();
    const payload = ShortcutPayload.parse(body);
    note(readUse(payload));
    const { connection } = await desks.of(installationOf(payload)?.teamId ?? '');
    const interaction = readShortcut(payload, connection.identity.botUserId);
    if (interaction === undefined) {
      putAside(desks, payload.trigger_id);
      return;
    }
    return answer(desks, interaction, { ...wayBack(payload), expectsForm: true });
  });

  app.view({ callback_id: /.*/, type: 'view_submission' }, async ({ ack, body }) => {
    const desk = await desks.of(installationOf(body)?.teamId ?? '');
    // Bolt types the answer by kinds of views that are not ours; the stand-in checks the shape.
    await answerSubmission(desk, SubmissionPayload.parse(body), ack as (decision?: unknown) => Promise<void>);
  });

  app.event(/.*/, async ({ body, context }) => {
    const payload = EventPayload.parse(body);
    if (isOwn(payload, context)) {
      note(readEcho(payload, context));
      return;
    }
    const interaction = readEvent(payload);
    switch (interaction?.kind) {
      case 'text':
        return answer(desks, interaction, { expectsForm: false });
      case 'home':
        return answer(desks, interaction, { expectsForm: false, homeHash: hashOfHome(payload) });
      case 'account':
        // Nobody has asked for anything, so nobody is answered.
        await (await desks.of(interaction.sender.teamId)).receive(interaction);
        return;
      case 'presence':
        // Bolt lets this event pass without asking whose it is, as the token may be dead already.
        return desks.leave(interaction, payload.event_time);
      case undefined:
        return;
    }
  });
}

async function answer(desks: Desks, interaction: Interaction, request: Omit<Request, 'id' | 'sender'>): Promise<void> {
  // When many knock at once, all of them are acknowledged before any of them is worked for.
  await nextTurn();
  const { id, sender } = interaction;
  await answerRequest(await desks.of(sender.teamId), interaction, { ...request, id, sender });
}

function wayBack(payload: ActionPayload | ShortcutPayload): Pick<Request, 'triggerId' | 'responseUrl' | 'channelId'> {
  return { triggerId: payload.trigger_id, responseUrl: payload.response_url, channelId: payload.channel?.id };
}

function putAside(desks: Desks, trigger: string): void {
  desks.log.debug({ trigger }, 'A request that is none of ours was put aside.');
}

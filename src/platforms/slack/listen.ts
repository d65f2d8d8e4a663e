/** What the app listens to: acknowledged, read, and handed over. */
import type { App } from '@slack/bolt';
import type { Interaction } from '../../chat/interaction.ts';
import type { Desk } from './answer-privately.ts';
import { answerRequest, type Request } from './answer-request.ts';
import { answerSubmission } from './answer-submission.ts';
import { ActionPayload, CommandPayload, EventPayload, SubmissionPayload } from './payloads.ts';
import { readCommand, readEvent, readPress } from './read.ts';

export function listen(app: App, desk: Desk): void {
  app.command(/.*/, async ({ ack, body }) => {
    await ack();
    const payload = CommandPayload.parse(body);
    const interaction = readCommand(payload);
    await answerRequest(desk, interaction, {
      ...askerOf(interaction),
      triggerId: payload.trigger_id,
      responseUrl: payload.response_url,
      channelId: payload.channel_id,
      expectsForm: true,
    });
  });

  app.action(/.*/, async ({ ack, body }) => {
    await ack();
    const payload = ActionPayload.parse(body);
    const press = readPress(payload);
    if (press === undefined) {
      desk.log.debug({ trigger: payload.trigger_id }, 'An action that is none of ours was put aside.');
      return;
    }
    const { opensForm, ...interaction } = press;
    return answerRequest(desk, interaction, {
      ...askerOf(interaction),
      triggerId: payload.trigger_id,
      responseUrl: payload.response_url,
      channelId: payload.channel?.id,
      expectsForm: opensForm,
    });
  });

  app.view({ callback_id: /.*/, type: 'view_submission' }, async ({ ack, body }) => {
    // Bolt types the answer by kinds of views that are not ours; the stand-in checks the shape.
    await answerSubmission(desk, SubmissionPayload.parse(body), ack as (decision?: unknown) => Promise<void>);
  });

  app.event(/.*/, async ({ body }) => {
    const interaction = readEvent(EventPayload.parse(body));
    // Bolt lets this event pass without asking whose it is, as the token may be dead already.
    if (interaction?.kind === 'presence' && (await mayBeOurs(desk, interaction.sender.teamId)))
      await desk.receive(interaction);
    if (interaction?.kind === 'text')
      await answerRequest(desk, interaction, { ...askerOf(interaction), expectsForm: false });
  });
}

function askerOf(interaction: Interaction): Pick<Request, 'id' | 'sender'> {
  return { id: interaction.id, sender: interaction.sender };
}

async function mayBeOurs(desk: Desk, teamId: string): Promise<boolean> {
  const identity = await desk.connection.identify().catch(() => undefined);
  return identity === undefined || identity.teamId === teamId;
}

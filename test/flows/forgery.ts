// What nobody can do on a screen: requests with a true signature and with contents that no button or form of ours carries.
import { signBody } from '../../src/playground/pocket-slack/signed-request.ts';
import { chat, isOnSlack, slackWho, teamsUser, type Scene } from './acts.ts';

/** Where to send it, and the secret with which Slack signs. */
export type Forge = Scene & { house: { url: string }; playground: { signingSecret: string } };

let count = 0;

/** A press of a button that this person was never shown; returns what the app answered, wherever it did. */
export async function forgePress(
  at: Forge,
  email: string,
  action: string,
  state: Record<string, string>,
): Promise<string> {
  count += 1;
  const before = chat(at, email).length;
  let answer = '';
  if (isOnSlack(email, at)) {
    answer = await postToSlack(at, {
      ...slackEnvelope(email, at),
      type: 'block_actions',
      trigger_id: `forged.${count}`,
      channel: { id: dmOf(at, email) },
      actions: [{ type: 'button', action_id: action, value: JSON.stringify({ a: action, s: state }) }],
    });
  } else {
    const { teams } = at.stage;
    const activity = teams.buildActivity(teamsUser(at, email), { type: 'message', value: { a: action, s: state } });
    answer = JSON.stringify((await teams.post(activity)).body ?? '');
  }
  await at.stage.slack.until(() => chat(at, email).length > before, 3_000).catch(() => undefined);
  return [
    answer,
    ...chat(at, email)
      .slice(before)
      .map((message) => message.words),
  ].join('\n');
}

/** A form that this person never had open. */
export async function forgeSubmit(
  at: Forge,
  email: string,
  form: string,
  state: Record<string, string>,
  values: Record<string, string>,
): Promise<string> {
  count += 1;
  if (isOnSlack(email, at))
    return postToSlack(at, {
      ...slackEnvelope(email, at),
      type: 'view_submission',
      view: {
        id: `V0FORGED${count}`,
        hash: `${count}.forged`,
        callback_id: form,
        private_metadata: JSON.stringify({ v: 1, s: state }),
        state: {
          values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { [name]: { value } }])),
        },
      },
    });
  const { teams } = at.stage;
  const data = { f: form, v: 1, s: state, n: `forged-${count}`, d: 1, ...values };
  const invoke = { type: 'invoke', name: 'task/submit', value: { data, context: { theme: 'default' } } };
  const { body } = await teams.post(teams.buildActivity(teamsUser(at, email), invoke));
  return JSON.stringify(body ?? '');
}

export function slackEnvelope(email: string, at?: Scene) {
  const { workspaceId, userId } = slackWho(email, at);
  return { team: { id: workspaceId }, user: { id: userId, team_id: workspaceId } };
}

export function dmOf(at: Scene, email: string): string {
  return at.stage.slack.screen(slackWho(email, at)).conversations.find((one) => one.kind === 'im')?.id ?? '';
}

export async function postToSlack(at: Forge, payload: Record<string, unknown>): Promise<string> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const response = await fetch(`${at.house.url}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signBody(at.playground.signingSecret, timestamp, body),
    },
    body,
  });
  return response.text();
}

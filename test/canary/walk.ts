// Everything that anybody can do: each verb, each button that is there, each press and form of the product with a forged request,
// each shortcut, Home. The product's own lists are walked, so what is added is walked as well.
import type { Feature, Verb } from '../../src/features/feature.ts';
import { chat, closeAll, isOnSlack, rows, slackWho, teamsUser, type, type Scene } from '../flows/acts.ts';
import { dmOf, forgeSubmit, postToSlack, slackEnvelope, type Forge } from '../flows/forgery.ts';
import { askTab } from '../flows/tabs.ts';
import { openHome } from '../flows/homes.ts';
import type { Looking } from './look.ts';

export interface Walker {
  name: string;
  email: string;
}

/** Each verb bare, with each name where one may follow, and with each word that may. */
export function commandsOf(features: readonly Feature[], names: readonly string[]): string[] {
  const spell = ({ command, verb }: Verb) => `${command} ${verb}`.trim();
  return features.flatMap((feature) =>
    (feature.verbs ?? []).flatMap((verb) => [
      spell(verb),
      ...(verb.usage.includes('[page]') ? [`${spell(verb)} 2`] : []),
      ...(verb.follow ?? []).map((word) => `${spell(verb)} ${word}`),
      ...(/@person|school|district/.test(verb.usage) ? names.map((name) => `${spell(verb)} ${name}`) : []),
    ]),
  );
}

export async function typeAll(
  scene: Scene,
  looking: Looking,
  { name, email }: Walker,
  commands: readonly string[],
): Promise<void> {
  for (const command of commands) {
    await type(scene, email, command);
    looking.look(name);
  }
  await closeAll(scene, email);
}

export async function lookAtHome(scene: Forge, looking: Looking, { name, email }: Walker): Promise<void> {
  if (isOnSlack(email, scene)) await openHome(scene, email);
  else {
    await type(scene, email, 'home');
    looking.heard(
      name,
      JSON.stringify(await askTab(scene, email, 'home', {}).catch((error: unknown) => String(error))),
    );
  }
  looking.look(name);
}

/** Every shortcut from the menu, whoever it is for. */
export async function pickAll(
  scene: Scene,
  looking: Looking,
  { name, email }: Walker,
  features: readonly Feature[],
): Promise<void> {
  if (!isOnSlack(email, scene)) return;
  for (const { id } of features.flatMap((feature) => feature.shortcuts ?? []).filter((one) => one.on === 'anything')) {
    const before = chat(scene, email).length;
    await scene.stage.slack.sendShortcut(slackWho(email, scene), id);
    await scene.stage.slack.until(
      () => chat(scene, email).length > before || scene.stage.slack.screen(slackWho(email, scene)).modals.length > 0,
    );
    looking.look(name);
    await closeAll(scene, email);
  }
}

/** The newest button of each label in somebody's chat, pressed once. */
export async function pressAll(scene: Scene, looking: Looking, { name, email }: Walker): Promise<string[]> {
  const labels = [...new Set(chat(scene, email).flatMap((message) => message.buttons))];
  for (const label of labels) {
    await pressOne(scene, email, label);
    await scene.house.clockwork.drain();
    looking.look(name);
    await closeAll(scene, email);
  }
  return labels;
}

async function pressOne(scene: Scene, email: string, label: string): Promise<void> {
  if (isOnSlack(email, scene)) return pressInSlack(scene, email, label);
  const user = teamsUser(scene, email);
  const found = scene.stage.teams
    .screen(user)
    .chats.flatMap((one) => one.messages)
    .reverse()
    .flatMap((message) => message.buttons.map((button) => ({ message, button })))
    .find(({ button }) => button.title === label);
  if (!found) return;
  const { teams } = scene.stage;
  const pressing = found.button.opensDialog
    ? teams.openDialog(user, found.message.id, label)
    : teams.pressSubmit(user, found.message.id, label);
  await Promise.resolve(pressing).catch(() => undefined);
}

async function pressInSlack(scene: Scene, email: string, label: string): Promise<void> {
  const { slack } = scene.stage;
  for (const conversation of slack.screen(slackWho(email, scene)).conversations.filter((one) => one.kind === 'im'))
    for (const message of [...conversation.messages].reverse())
      for (const block of message.blocks as { elements?: { action_id?: string; text?: { text?: string } }[] }[]) {
        const button = block.elements?.find((one) => one.text?.text === label && one.action_id !== undefined);
        if (!button?.action_id) continue;
        await untilHeard(scene, 1, () =>
          slack.press(slackWho(email, scene), { channel: conversation.id, ts: message.ts }, button.action_id ?? ''),
        );
        return;
      }
}

/** Every press and every form of the product, for things that are not theirs, with a true signature. */
export async function forgeAll(
  scene: Forge,
  looking: Looking,
  { name, email }: Walker,
  features: readonly Feature[],
  state: Record<string, string>,
): Promise<number> {
  const actions = features.flatMap((feature) => Object.keys(feature.presses ?? {}));
  const forms = features.flatMap((feature) => (feature.forms ?? []).map(({ id }) => id));
  if (isOnSlack(email, scene))
    await untilHeard(scene, actions.length, async () => {
      for (const action of actions)
        looking.heard(name, await postToSlack(scene, slackPress(scene, email, action, state)));
    });
  else
    for (const action of actions) {
      const value = { a: action, s: state };
      for (const message of [
        { type: 'message', value },
        { type: 'invoke', name: 'task/fetch', value: { data: { ...value, msteams: { type: 'task/fetch' } } } },
      ]) {
        const answer = await scene.stage.teams.post(scene.stage.teams.buildActivity(teamsUser(scene, email), message));
        looking.heard(name, JSON.stringify(answer.body ?? ''));
      }
      looking.look(name);
      await closeAll(scene, email);
    }
  for (const form of forms) looking.heard(name, await forgeSubmit(scene, email, form, state, NONSENSE));
  await type(scene, email, 'checkin help');
  await scene.house.clockwork.drain();
  looking.look();
  await closeAll(scene, email);
  return actions.length + forms.length;
}

const NONSENSE = {
  text: '',
  statement: '',
  reason: 'nonsense',
  outcome: 'nonsense',
  rooms: 'many',
  who: 'nobody',
  day: 'never',
};
let presses = 0;

function slackPress(scene: Forge, email: string, action: string, state: Record<string, string>) {
  return {
    ...slackEnvelope(email, scene),
    type: 'block_actions',
    trigger_id: `forged.canary.${(presses += 1)}`,
    channel: { id: dmOf(scene, email) },
    actions: [{ type: 'button', action_id: action, value: JSON.stringify({ a: action, s: state }) }],
  };
}

/** Slack has its answer before the product has done its work; a refused form is not written down and not waited for. */
async function untilHeard(scene: Scene, requests: number, act: () => Promise<unknown>): Promise<void> {
  const count = () => rows(scene, (tx) => tx.inboundEvent.count());
  const before = await count();
  await act();
  for (const end = Date.now() + 5_000; Date.now() < end;) if ((await count()) >= before + requests) return;
}

// How people act in these tests: they type, press and fill in over the wires of both pockets, and read what is on their screen.
import { inTenant } from '../../src/db/scope.ts';
import type { Tx } from '../../src/db/client.ts';
import { noteTyped } from '../support/quiet-log.ts';
import { slackIdOf, TENANT_ID, WORKSPACE_ID, type Stage } from '../../src/playground/stage.ts';

/** As much of a house as acting needs. */
export interface Scene {
  stage: Stage;
  tenantId: string;
  house: { db: Parameters<typeof inTenant>[0]; clockwork: { drain(): Promise<void> } };
  /** Who sits elsewhere than the sample says, or has moved. */
  seats?: ReadonlyMap<string, Seat>;
}

/** Somebody's account: in a workspace of Slack, or in a tenant of Teams. */
export type Seat = { workspaceId: string; userId: string } | { tenantId: string };

export const RIVERA = 'elena.rivera@harborcity.example';
export const OKAFOR = 'ngozi.okafor@harborcity.example';
export const NGUYEN = 'minh.nguyen@harborcity.example';
export const PATEL = 'anita.patel@harborcity.example';
export const BROOKS = 'daniel.brooks@harborcity.example';
export const HADDAD = 'samira.haddad@harborcity.example';
/** The one principal on Slack. */
export const STONE = 'walter.stone@harborcity.example';
/** The one in Phoenix. */
export const ORTIZ = 'lucia.ortiz@harborcity.example';
export const PRINCIPALS = [RIVERA, OKAFOR, NGUYEN, PATEL, BROOKS, HADDAD, STONE, ORTIZ];
export const BELL = 'jordan.bell@northlight.example';
export const CHO = 'mei.cho@northlight.example';
export const SINGH = 'priya.singh@northlight.example';
export const FARAH = 'omar.farah@northlight.example';
/** The partner's manager, the superintendent and the technical administrator. */
export const HAAS = 'noor.haas@northlight.example';
export const MOREAU = 'camille.moreau@harborcity.example';
export const ADLER = 'kim.adler@harborcity.example';

/** One message of the app in somebody's private chat. */
export interface Message {
  id: string;
  words: string;
  buttons: string[];
  edited: boolean;
}

/** A modal or a dialog that is open. */
export interface OpenForm {
  title: string;
  words: string;
  values: Record<string, unknown>;
  /** Slack's errors by block; in Teams they stand among the words. */
  errors: Record<string, string>;
}

export function isOnSlack(email: string, scene?: Scene): boolean {
  const seat = scene?.seats?.get(email);
  return seat ? 'workspaceId' in seat : email === STONE || email.endsWith('@northlight.example');
}

export function slackWho(email: string, scene?: Scene) {
  const seat = scene?.seats?.get(email);
  return seat && 'workspaceId' in seat ? seat : { workspaceId: WORKSPACE_ID, userId: slackIdOf(email) };
}

export function teamsUser(scene: Scene, email: string) {
  const user = findTeamsUser(scene, email);
  if (!user) throw new Error(`${email} has no Teams account`);
  return user;
}

function findTeamsUser({ stage, seats }: Scene, email: string) {
  const seat = seats?.get(email);
  return stage.teams.findUser(email, seat && 'tenantId' in seat ? seat.tenantId : TENANT_ID);
}

/** What the app has said to somebody in private, oldest first. */
export function chat(scene: Scene, email: string): Message[] {
  return isOnSlack(email, scene) ? slackChat(scene, email) : teamsChat(scene, email);
}

export function slackChat(scene: Scene, email: string): Message[] {
  return scene.stage.slack
    .screen(slackWho(email, scene))
    .conversations.filter((one) => one.kind === 'im')
    .flatMap((one) => one.messages)
    .filter((one) => one.isApp)
    .map((one) => ({
      id: one.ts,
      words: unescape(one.text),
      buttons: slackButtons(one.blocks).map((button) => button.label),
      edited: one.edited,
    }));
}

export function teamsChat(scene: Scene, email: string): Message[] {
  return scene.stage.teams
    .screen(teamsUser(scene, email))
    .chats.flatMap((one) => one.messages)
    .filter((one) => one.from.kind === 'bot')
    .map((one) => ({
      id: one.id,
      words: one.words.join('\n'),
      buttons: one.buttons.map((button) => button.title),
      edited: one.edited,
    }));
}

export function messagesWith(scene: Scene, email: string, words: string): Message[] {
  return chat(scene, email).filter((message) => message.words.includes(words));
}

/** The newest message with a button of that label. */
export function messageWithButton(scene: Scene, email: string, label: string): Message | undefined {
  return chat(scene, email)
    .reverse()
    .find((message) => message.buttons.includes(label));
}

export function prompts(scene: Scene, email: string): Message[] {
  return chat(scene, email).filter((message) => message.buttons.includes('Start'));
}

/** Types a command, with the slash in Slack and without in Teams, and reads what came back: words, or an open modal's title. */
export async function type(scene: Scene, email: string, command: string): Promise<string> {
  noteTyped(scene.stage, command.split(' ').slice(3).join(' '));
  const before = chat(scene, email).length;
  if (isOnSlack(email, scene)) {
    const [verb = '', ...words] = command.split(' ');
    await closeAll(scene, email);
    await scene.stage.slack.sendCommand(slackWho(email, scene), 'dm', `/${verb}`, words.join(' '));
    await happens(
      scene,
      `an answer to /${command} for ${email}`,
      () => chat(scene, email).length > before || (openForm(scene, email)?.title ?? 'One moment…') !== 'One moment…',
    );
    if (chat(scene, email).length === before) return openForm(scene, email)?.title ?? '';
  } else {
    await scene.stage.teams.say(teamsUser(scene, email), undefined, command);
    await happens(scene, `an answer to ${command} for ${email}`, () => chat(scene, email).length > before);
  }
  return chat(scene, email)
    .slice(before)
    .map((message) => message.words)
    .join('\n');
}

/** Waits without sleeping until something is on a screen, and says what it was that never came. */
async function happens<T>(scene: Scene, what: string, look: () => T): Promise<NonNullable<T>> {
  try {
    return await scene.stage.slack.until(look);
  } catch {
    throw new Error(`There was never ${what}`);
  }
}

/** Says something in the chat with the app, which is no command. */
export async function say(scene: Scene, email: string, text: string): Promise<string> {
  noteTyped(scene.stage, text);
  const before = chat(scene, email).length;
  if (isOnSlack(email, scene)) await scene.stage.slack.sayInDm(slackWho(email, scene), text);
  else await scene.stage.teams.say(teamsUser(scene, email), undefined, text);
  await happens(scene, `an answer to "${text}" for ${email}`, () => chat(scene, email).length > before);
  return chat(scene, email)
    .slice(before)
    .map((message) => message.words)
    .join('\n');
}

/** Presses a button that opens no form, and waits for all that it sets off. */
export async function press(scene: Scene, email: string, label: string): Promise<void> {
  if (isOnSlack(email, scene)) await heard(scene, () => pressInSlack(scene, email, label));
  else await scene.stage.teams.pressSubmit(teamsUser(scene, email), buttonMessage(scene, email, label).id, label);
  await scene.house.clockwork.drain();
}

/** Slack has its answer before the product has done its work, so this waits until the request is written down. */
async function heard(scene: Scene, act: () => Promise<void>): Promise<void> {
  const count = () => rows(scene, (tx) => tx.inboundEvent.count());
  const before = await count();
  await act();
  for (const until = Date.now() + 5_000; Date.now() < until;) if ((await count()) > before) return;
  throw new Error('The product never heard of it');
}

/** Presses a button that opens a form. */
export async function open(scene: Scene, email: string, label: string): Promise<OpenForm> {
  if (isOnSlack(email, scene)) {
    await closeAll(scene, email);
    await pressInSlack(scene, email, label);
    return happens(scene, `a window behind "${label}" for ${email}`, () => formInSlack(scene, email));
  }
  await scene.stage.teams.openDialog(teamsUser(scene, email), buttonMessage(scene, email, label).id, label);
  const form = openForm(scene, email);
  if (!form) throw new Error(`"${label}" opened nothing for ${email}`);
  return form;
}

/** Sends the open form; undefined when it was taken, else the form that came back. */
export async function send(scene: Scene, email: string, values: Values): Promise<OpenForm | undefined> {
  for (const given of Object.values(values).flat()) noteTyped(scene.stage, given);
  const back = isOnSlack(email, scene)
    ? await sendInSlack(scene, email, values)
    : await sendInTeams(scene, email, values);
  if (!back) await closeAll(scene, email);
  await scene.house.clockwork.drain();
  return back;
}

export type Values = Record<string, string | string[]>;

async function sendInSlack(scene: Scene, email: string, values: Values): Promise<OpenForm | undefined> {
  const { slack } = scene.stage;
  const view = slack.screen(slackWho(email, scene)).modals.at(-1);
  if (!view) throw new Error(`${email} has no form open`);
  const seen = await slack.submitView(slackWho(email, scene), view.id, values);
  if (!seen.ok && !('errors' in seen)) throw new Error(`Slack says: ${seen.text}`);
  const after = openForm(scene, email);
  return seen.ok && !slack.screen(slackWho(email, scene)).modals.some((one) => one.submit !== undefined)
    ? undefined
    : after;
}

async function sendInTeams(scene: Scene, email: string, values: Values): Promise<OpenForm | undefined> {
  const joined = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  const { result, errors } = await scene.stage.teams.submitDialog(teamsUser(scene, email), joined);
  if (result === 'failed') throw new Error('Teams could not reach the app');
  const form = openForm(scene, email);
  return result === 'open' || result === 'held' ? form && { ...form, errors } : undefined;
}

export async function closeAll(scene: Scene, email: string): Promise<void> {
  const { stage } = scene;
  if (!isOnSlack(email, scene)) {
    const user = findTeamsUser(scene, email);
    if (user && stage.teams.screen(user).dialog) stage.teams.closeDialog(user);
    return;
  }
  const top = stage.slack.screen(slackWho(email, scene)).modals.at(-1);
  if (top) await stage.slack.closeView(slackWho(email, scene), top.id, true);
}

export function openForm(scene: Scene, email: string): OpenForm | undefined {
  if (isOnSlack(email, scene)) {
    const view = scene.stage.slack.screen(slackWho(email, scene)).modals.at(-1);
    if (!view) return undefined;
    const values = Object.fromEntries(Object.entries(view.values).map(([name, held]) => [name, heldValue(held)]));
    return { title: view.title, words: textsIn(view.blocks).join('\n'), values, errors: view.errors };
  }
  const dialog = scene.stage.teams.screen(teamsUser(scene, email)).dialog;
  return (
    dialog && { title: dialog.title, words: dialog.words.join('\n'), values: dialog.values, errors: dialog.errors }
  );
}

function formInSlack(scene: Scene, email: string): OpenForm | undefined {
  const view = scene.stage.slack.screen(slackWho(email, scene)).modals.at(-1);
  return view?.submit === undefined ? undefined : openForm(scene, email);
}

interface Button {
  label: string;
  actionId: string;
}

async function pressInSlack(scene: Scene, email: string, label: string): Promise<void> {
  const { slack } = scene.stage;
  for (const conversation of slack.screen(slackWho(email, scene)).conversations.filter((one) => one.kind === 'im'))
    for (const message of [...conversation.messages].reverse()) {
      const button = slackButtons(message.blocks).find((one) => one.label === label);
      if (!button) continue;
      await slack.press(slackWho(email, scene), { channel: conversation.id, ts: message.ts }, button.actionId);
      return;
    }
  throw new Error(`${email} sees no "${label}" in Slack`);
}

function buttonMessage(scene: Scene, email: string, label: string): Message {
  const message = messageWithButton(scene, email, label);
  if (!message) throw new Error(`${email} sees no "${label}" in Teams`);
  return message;
}

function slackButtons(blocks: readonly unknown[]): Button[] {
  return (blocks as { elements?: { type: string; action_id?: string; text?: { text?: string } }[] }[]).flatMap(
    (block) =>
      (block.elements ?? []).flatMap((element) =>
        element.type === 'button' && element.action_id !== undefined
          ? [{ label: element.text?.text ?? '', actionId: element.action_id }]
          : [],
      ),
  );
}

/** Slack's state of one input: text, an option, options or a day. */
function heldValue(held: unknown): unknown {
  const state = Object.values(held as Record<string, Record<string, unknown>>)[0] ?? {};
  const option = state['selected_option'] as { value: string } | null | undefined;
  const options = state['selected_options'] as { value: string }[] | undefined;
  return options?.map((one) => one.value) ?? option?.value ?? state['selected_date'] ?? state['value'] ?? null;
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Everything that somebody's screen holds, on both platforms, as one text to be searched. */
export function everythingSeenBy(scene: Scene, email: string): string {
  const { slack, teams } = scene.stage;
  const user = findTeamsUser(scene, email);
  return [
    user ? JSON.stringify(teams.screen(user)) : '',
    isOnSlack(email, scene) ? JSON.stringify(slack.screen(slackWho(email, scene))) : '',
  ].join('\n');
}

/** The posts in the district's channel, as the superintendent sees them. */
export function channelPosts(scene: Scene): { words: string; edited: boolean; id: string }[] {
  return scene.stage.teams
    .screen(teamsUser(scene, MOREAU))
    .teams.flatMap((team) => team.channels)
    .filter((channel) => channel.name === 'Leadership coaching')
    .flatMap((channel) => channel.threads)
    .map((thread) => thread.root)
    .filter((root) => root.from.kind === 'bot' && root.words.join(' ').includes('leadership coaching · week of'))
    .map((root) => ({ id: root.id, words: root.words.join('\n'), edited: root.edited }));
}

/** Looks into the rows, as no person can. */
export function rows<T>(scene: Scene, look: (tx: Tx) => Promise<T>): Promise<T> {
  return inTenant(scene.house.db, scene.tenantId, look);
}

export async function personId(scene: Scene, email: string): Promise<string> {
  return rows(scene, async (tx) => (await tx.person.findFirstOrThrow({ where: { email } })).id);
}

/** The principal's live pair. */
export async function assignmentOf(scene: Scene, principal: string): Promise<string> {
  return rows(
    scene,
    async (tx) =>
      (await tx.coachAssignment.findFirstOrThrow({ where: { principal: { email: principal }, status: 'ACTIVE' } })).id,
  );
}

/** Proposes a step with the coach's modal, and waits until the principal has it. */
export async function propose(scene: Scene, coach: string, principal: string, text: string, by: string): Promise<void> {
  await type(scene, coach, `coach step ${lastName(principal)}`);
  await send(scene, coach, { text, dueOn: by });
}

/** Answers the whole check-in with what is usual, and changes where the test says so. */
export async function answer(scene: Scene, email: string, given: Values & { steps?: string } = {}): Promise<void> {
  const label = messageWithButton(scene, email, 'Start') ? 'Start' : 'Send late';
  const form = await open(scene, email, label);
  const { steps = 'moving', ...values } = given;
  const back = await send(scene, email, { ...USUAL, ...stepRows(form, steps), ...values });
  if (back) throw new Error(`the check-in of ${email} came back: ${JSON.stringify(back)}`);
}

export const USUAL: Values = { rooms: '7', 'next-steps': '5', led: ['plc'], barriers: ['nothing'], need: 'data' };

export function stepRows(form: OpenForm, status: string): Record<string, string> {
  const names = Object.keys(form.values).filter((name) => name.startsWith('steps.'));
  return Object.fromEntries(names.map((name) => [name, status]));
}

function lastName(email: string): string {
  const last = /\.(\w+)@/.exec(email)?.[1] ?? email;
  return last.slice(0, 1).toUpperCase() + last.slice(1);
}

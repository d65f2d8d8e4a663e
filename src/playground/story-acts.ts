// What the sample's people do, as they would do it by hand: type a command, fill in a modal or a dialog, press a button.
import type { Pair } from '../roster/store.ts';
import type { Day } from '../zone.ts';
import { slackIdOf, TENANT_ID, WORKSPACE_ID, type Stage } from './stage.ts';

export interface Given {
  steps: string;
  rooms: string;
  talks: string;
  led: string[];
  barriers: string[];
  need: string;
}

export async function proposeInSlack(
  stage: Stage,
  coachEmail: string,
  pair: Pair,
  text: string,
  by: Day,
): Promise<void> {
  const who = slackWho(coachEmail);
  const lastName = pair.principal.name.split(' ').at(-1) ?? pair.principal.name;
  await stage.slack.sendCommand(who, 'dm', '/coach', `step ${lastName} ${text}`);
  const modal = await stage.slack.until(() =>
    stage.slack.screen(who).modals.find((one) => one.callbackId === 'plan:propose'),
  );
  await stage.slack.submitView(who, modal.id, { text, dueOn: by });
  await stage.slack.until(
    () => stage.slack.screen(who).modals.find((one) => one.callbackId === 'plan:propose') === undefined,
  );
  const closing = stage.slack.screen(who).modals.at(-1);
  if (closing) await stage.slack.closeView(who, closing.id, true);
}

export async function decideInSlack(stage: Stage, email: string): Promise<void> {
  const who = slackWho(email);
  const found = findSlackButton(stage, email, 'Accept');
  if (found) await stage.slack.press(who, { channel: found.channel, ts: found.ts }, found.actionId);
}

export async function decideInTeams(stage: Stage, email: string, reworded: string | undefined, by: Day): Promise<void> {
  const user = teamsUser(stage, email);
  const activityId = findTeamsButton(stage, email, reworded === undefined ? 'Accept' : 'In my own words');
  if (!user || activityId === undefined) return;
  if (reworded === undefined) await stage.teams.pressSubmit(user, activityId, 'Accept');
  else {
    await stage.teams.openDialog(user, activityId, 'In my own words');
    await stage.teams.submitDialog(user, { text: reworded, dueOn: by });
    stage.teams.closeDialog(user);
  }
}

export async function answerInTeams(stage: Stage, email: string, given: Given): Promise<void> {
  const user = teamsUser(stage, email);
  const activityId = findTeamsButton(stage, email, 'Start');
  if (!user || activityId === undefined) return;
  await stage.teams.openDialog(user, activityId, 'Start');
  const dialog = stage.teams.screen(user).dialog;
  if (!dialog) return;
  const rows = Object.keys(dialog.values).filter((name) => name.startsWith('steps.'));
  const values = {
    ...Object.fromEntries(rows.map((row) => [row, given.steps])),
    rooms: given.rooms,
    'next-steps': given.talks,
    led: given.led.join(','),
    barriers: given.barriers.join(','),
    need: given.need,
  };
  await stage.teams.submitDialog(user, values);
  stage.teams.closeDialog(user);
}

export async function answerInSlack(stage: Stage, email: string, given: Given): Promise<void> {
  const who = slackWho(email);
  const found = findSlackButton(stage, email, 'Start');
  if (!found) return;
  await stage.slack.press(who, { channel: found.channel, ts: found.ts }, found.actionId);
  const modal = await stage.slack.until(() =>
    stage.slack.screen(who).modals.find((one) => one.callbackId === 'check-in:week'),
  );
  const rows = Object.keys(modal.values).filter((name) => name.startsWith('steps.'));
  await stage.slack.submitView(who, modal.id, {
    ...Object.fromEntries(rows.map((row) => [row, given.steps])),
    rooms: given.rooms,
    'next-steps': given.talks,
    led: given.led,
    barriers: given.barriers,
    need: given.need,
  });
}

function slackWho(email: string) {
  return { workspaceId: WORKSPACE_ID, userId: slackIdOf(email) };
}

function teamsUser(stage: Stage, email: string) {
  return stage.teams.findUser(email, TENANT_ID);
}

interface SlackBlock {
  type: string;
  elements?: { type: string; action_id?: string; text?: { text?: string } }[];
}

/** The newest message of the person's chat with a button of that label. */
export function findSlackButton(
  stage: Stage,
  email: string,
  label: string,
): { channel: string; ts: string; actionId: string } | undefined {
  for (const conversation of stage.slack.screen(slackWho(email)).conversations.filter((one) => one.kind === 'im'))
    for (const message of [...conversation.messages].reverse())
      for (const block of message.blocks as SlackBlock[])
        for (const element of block.elements ?? [])
          if (element.type === 'button' && element.text?.text === label && element.action_id !== undefined)
            return { channel: conversation.id, ts: message.ts, actionId: element.action_id };
  return undefined;
}

export function findTeamsButton(stage: Stage, email: string, label: string): string | undefined {
  const user = teamsUser(stage, email);
  const messages = user ? stage.teams.screen(user).chats.flatMap((chat) => chat.messages) : [];
  return [...messages].reverse().find((message) => message.buttons.some((button) => button.title === label))?.id;
}

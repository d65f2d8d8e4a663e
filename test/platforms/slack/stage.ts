/** The real Bolt app in front of the pocket Slack, with a part behind it that answers as each test says. */
import express from 'express';
import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Card } from '../../../src/chat/card.ts';
import { defineForm } from '../../../src/chat/define-form.ts';
import { ask, optional } from '../../../src/chat/form.ts';
import { nothing, type Interaction, type Reply } from '../../../src/chat/interaction.ts';
import type { Platform } from '../../../src/chat/platform.ts';
import { createLog } from '../../../src/log.ts';
import { startSlack } from '../../../src/platforms/slack/index.ts';
import { listenPocketSlack, type PocketSlack } from '../../../src/playground/pocket-slack/pocket-slack.ts';

export const SECRET = 'a-signing-secret-of-the-stage';
export const TEAM = 'T0HILL';
const SCOPES =
  'commands chat:write im:write im:history im:read users:read users:read.email team:read channels:read groups:read'.split(
    ' ',
  );

export interface Stage {
  pocket: PocketSlack;
  platform: Platform;
  apiUrl: string;
  /** The address of /slack/events. */
  door: string;
  received: Interaction[];
  /** What our log says, line by line. */
  logged: string[];
  /** How the next interactions are answered. */
  answer: (script: (interaction: Interaction) => Reply | Promise<Reply>) => void;
  reset: () => void;
  close: () => Promise<void>;
}

export async function setStage(options: { apiUrl?: string } = {}): Promise<Stage> {
  let door = '';
  let script: (interaction: Interaction) => Reply | Promise<Reply> = () => nothing;
  const now = () => new Date();
  const received: Interaction[] = [];
  const logged: string[] = [];
  const slack = await listenPocketSlack({ now, requestUrl: () => door, signingSecret: SECRET });
  const { platform, router } = await startSlack(
    {
      botToken: 'xoxb-hill',
      signingSecret: SECRET,
      apiUrl: options.apiUrl ?? slack.apiUrl,
      log: createLog({ destination: { write: (line) => logged.push(line) } }),
      now,
    },
    async (interaction) => {
      received.push(interaction);
      return script(interaction);
    },
  );
  if (router === undefined) throw new Error('Slack has no door.');
  const server = express().use(router).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  door = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/slack/events`;

  const reset = () => {
    received.length = 0;
    logged.length = 0;
    script = () => nothing;
    slack.pocket.reset();
    peopleTheWorld(slack.pocket);
  };
  reset();
  return {
    pocket: slack.pocket,
    platform,
    apiUrl: slack.apiUrl,
    door,
    received,
    logged,
    answer: (given) => {
      script = given;
    },
    reset,
    close: async () => {
      await platform.stop();
      server.close();
      server.closeAllConnections();
      await slack.close();
    },
  };
}

function peopleTheWorld(pocket: PocketSlack): void {
  pocket.addWorkspace({ id: TEAM, name: 'Hill Network', botToken: 'xoxb-hill', botUserId: 'U0BOT', scopes: SCOPES });
  const person = (id: string, realName: string, more: { isGuest?: boolean } = {}) => {
    const name = realName.split(' ')[0]?.toLowerCase() ?? '';
    pocket.addUser({
      workspaceId: TEAM,
      id,
      name,
      realName,
      email: `${name}@hill.example`,
      tz: 'America/Chicago',
      ...more,
    });
  };
  person('U0MAYA', 'Maya Lindqvist');
  person('U0DANA', 'Dana Okafor');
  person('U0GUEST', 'Gil Guest', { isGuest: true });
  pocket.addChannel({
    workspaceId: TEAM,
    id: 'C0TEAM',
    name: 'principals',
    isPrivate: false,
    members: ['U0MAYA', 'U0DANA', 'U0GUEST', 'U0BOT'],
  });
}

/** A request as Slack's wire carries it; each part may be wrong on purpose. */
export async function knock(
  door: string,
  body: string,
  given: { type?: string; secret?: string; seconds?: number; signature?: string } = {},
): Promise<{ status: number; body: string; stopsRetries: boolean }> {
  const seconds = given.seconds ?? Math.floor(Date.now() / 1000);
  const hash = createHmac('sha256', given.secret ?? SECRET).update(`v0:${String(seconds)}:${body}`);
  const response = await fetch(door, {
    method: 'POST',
    headers: {
      'content-type': given.type ?? 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': given.signature ?? `v0=${hash.digest('hex')}`,
    },
    body,
  });
  const stopsRetries = response.headers.get('x-slack-no-retry') === '1';
  return { status: response.status, body: await response.text(), stopsRetries };
}

export function commandBody(more: Record<string, string> = {}): string {
  return new URLSearchParams({
    command: '/checkin',
    text: '',
    team_id: TEAM,
    user_id: 'U0MAYA',
    channel_id: 'C0TEAM',
    channel_name: 'principals',
    trigger_id: '1.2.3',
    ...more,
  }).toString();
}

export const noteForm = defineForm({
  id: 'sample:note',
  version: 2,
  title: 'A short note',
  submit: 'Send',
  fields: {
    note: ask.line('What do you want to say?'),
    mood: optional(ask.choice('How was it?', { good: 'Good', hard: 'Hard' })),
    steps: optional(ask.rows('Steps', [{ id: 'a1', label: 'First step' }], { todo: 'Not started', done: 'Done' })),
  },
});

export function openNote(more: Partial<Extract<Reply, { kind: 'open' }>> = {}): Reply {
  return {
    kind: 'open',
    form: noteForm,
    state: { week: '2026-10-12' },
    values: {},
    launcher: { action: 'sample:open', label: 'Open the note', state: { week: '2026-10-12' }, opens: 'form' },
    ...more,
  };
}

export function simpleCard(text: string, more: Card['parts'] = []): Card {
  return { id: 'sample:card', summary: text, parts: [{ kind: 'text', text }, ...more] };
}

/** Resolves from outside, so that a test decides when something slow is ready. */
export function laterReply(): { promise: Promise<Reply>; resolve: (reply: Reply) => void } {
  let resolve: (reply: Reply) => void = () => undefined;
  const promise = new Promise<Reply>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

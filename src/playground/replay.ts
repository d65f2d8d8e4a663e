// Plays a recorded request into the real app: a house of its own on a database in memory, with the sample district in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { InvalidError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { start, type Throughline } from '../main.ts';
import { createPlayground } from './index.ts';
import { signBody } from './pocket-slack/signed-request.ts';
import { slackIdOf, TENANT_ID, WORKSPACE_ID, type Stage } from './stage.ts';

/** `$team`, `$user` and `$now` in a recorded text stand for the sample's workspace, the person of `as`, and a number that is new each time. */
const SlackRecording = z.object({
  as: z.email(),
  /** The fields of the form that Slack posts; `payload` may be JSON. */
  form: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.unknown())])).optional(),
  /** An event's envelope. */
  json: z.record(z.string(), z.unknown()).optional(),
});
const TeamsRecording = z.object({ as: z.email(), activity: z.record(z.string(), z.unknown()) });

export interface Replayed {
  status: number;
  body: string;
  /** What the app called on the platform while it answered. */
  calls: { method: string; ok: boolean }[];
}

export async function replay(root: string, platform: 'slack' | 'teams', recording: unknown): Promise<Replayed> {
  const parsed = (platform === 'slack' ? SlackRecording : TeamsRecording).safeParse(recording);
  if (!parsed.success) throw new InvalidError(`The recording is not as it must be: ${z.prettifyError(parsed.error)}`);
  const folder = mkdtempSync(join(tmpdir(), 'throughline-replay-'));
  const playground = createPlayground(root);
  const config = { port: 0, host: '127.0.0.1', dataFolder: folder, databasePool: 5, logLevel: 'silent' } as const;
  const house = await start({ config, log: silentLog, prismaFolder: join(root, 'prisma'), playground, ticks: false });
  try {
    await playground.begin(house, () => undefined);
    return 'activity' in parsed.data
      ? await replayTeams(playground.stage(), parsed.data, house)
      : await replaySlack(playground, parsed.data, house);
  } finally {
    await house.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function replaySlack(
  playground: ReturnType<typeof createPlayground>,
  recording: z.infer<typeof SlackRecording>,
  house: Throughline,
): Promise<Replayed> {
  const { slack } = playground.stage();
  const before = slack.calls.length;
  const isForm = recording.form !== undefined;
  const body = isForm
    ? formOf(recording.form ?? {}, recording.as)
    : filled(JSON.stringify(recording.json ?? {}), recording.as);
  const timestamp = Math.floor(Date.now() / 1000);
  const response = await fetch(`${house.url}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signBody(playground.signingSecret, timestamp, body),
    },
    body,
  });
  const answer = await response.text();
  await house.clockwork.drain();
  return {
    status: response.status,
    body: answer,
    calls: slack.calls.slice(before).map((call) => ({ method: call.method, ok: call.ok })),
  };
}

async function replayTeams(
  stage: Stage,
  recording: z.infer<typeof TeamsRecording>,
  house: Throughline,
): Promise<Replayed> {
  const user = stage.teams.findUser(recording.as, TENANT_ID);
  if (!user) throw new InvalidError(`${recording.as} is nobody of the sample district on Teams.`);
  const before = stage.teams.calls.length;
  const delivery = await stage.teams.post(stage.teams.buildActivity(user, recording.activity));
  await house.clockwork.drain();
  return {
    status: delivery.status,
    body: JSON.stringify(delivery.body ?? ''),
    calls: stage.teams.calls
      .slice(before)
      .map((call) => ({ method: `${call.method} ${call.kind}`, ok: call.status < 400 })),
  };
}

function formOf(form: Record<string, string | Record<string, unknown>>, email: string): string {
  const fields = Object.entries(form).map(
    ([name, value]) =>
      [name, filled(typeof value === 'string' ? value : JSON.stringify(value), email)] as [string, string],
  );
  return new URLSearchParams(fields).toString();
}

function filled(text: string, email: string): string {
  return text
    .replaceAll('$team', WORKSPACE_ID)
    .replaceAll('$user', slackIdOf(email))
    .replaceAll('$now', `${Date.now()}.1`);
}

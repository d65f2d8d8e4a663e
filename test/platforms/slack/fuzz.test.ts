/** Ten thousand broken requests. `FUZZ_SEED` plays a failed run again. */
import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import { AuthorizationError } from '@slack/bolt';
import fc from 'fast-check';
import { nothing, type Interaction } from '../../../src/chat/interaction.ts';
import { silentLog } from '../../../src/log.ts';
import { createBoltApp } from '../../../src/platforms/slack/bolt-app.ts';
import { openLines } from '../../../src/platforms/slack/connection.ts';
import { oneWorkspace } from '../../../src/platforms/slack/connections.ts';
import { createDesks } from '../../../src/platforms/slack/desks.ts';
import { guardRequests } from '../../../src/platforms/slack/guard-requests.ts';
import { asBoltReads, broken, onTheWire } from './generated.ts';
import { goodRequests } from './good-requests.ts';
import { knock, setStage, TEAM, type Stage } from './stage.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const SLACK_WAITS_MS = 3_000;

const good = goodRequests(
  { team: TEAM, user: 'U0MAYA', channel: 'D0MAYA' },
  {
    commands: [
      ['/checkin', 'for <@U1|ana>'],
      ['/coach', ''],
    ],
    buttons: [['sample:open', { week: '1' }]],
    forms: [['sample:note', { week: '1' }, { note: 'All well', mood: 'good' }]],
    shortcuts: ['sample:keep'],
  },
);

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe(`broken requests (FUZZ_SEED=${String(seed)})`, () => {
  it('ten thousand: each is answered once and in time, and none is read as more than it says', async () => {
    const received: Interaction[] = [];
    const process = behindTheDoor(received);

    await fc.assert(
      fc.asyncProperty(broken(good), async (request) => {
        received.length = 0;
        const body = asBoltReads(request);
        const started = performance.now();
        const answers = await process(body);

        expect(answers).toBe(1);
        expect(performance.now() - started).toBeLessThan(SLACK_WAITS_MS);
        for (const interaction of received) assertSound(interaction, body);
      }),
      { numRuns: 10_000, seed },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 180_000);

  it('over the wire: each is answered in time, and none without a signature is let in', async () => {
    await fc.assert(
      fc.asyncProperty(broken(good), fc.boolean(), async (request, isSigned) => {
        const { type, body } = onTheWire(request);
        stage.received.length = 0;
        const started = performance.now();
        const { status } = await knock(stage.door, body, { type, ...(isSigned ? {} : { secret: 'of-another-app' }) });

        expect(performance.now() - started).toBeLessThan(SLACK_WAITS_MS);
        if (isSigned) expect([200, 400, 401]).toContain(status);
        else expect([status, stage.received]).toEqual([401, []]);
      }),
      { numRuns: 500, seed },
    );
    await stage.platform.stop();
  }, 180_000);
});

/** The gate and the Bolt app as they are, fed by hand; resolves with how often a request was answered. */
function behindTheDoor(received: Interaction[]): (body: unknown) => Promise<number> {
  let processEvent: App['processEvent'] = () => Promise.resolve();
  const inner: Receiver = {
    init: (app) => {
      processEvent = (event) => app.processEvent(event);
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const connections = oneWorkspace(
    'xoxb-hill',
    openLines({ apiUrl: stage.apiUrl, log: silentLog, now: () => new Date() }),
  );
  const receive = (interaction: Interaction) => {
    received.push(interaction);
    return Promise.resolve(nothing);
  };
  const gate = guardRequests(inner, connections, silentLog);
  createBoltApp(connections, createDesks(connections, receive, silentLog), gate.receiver, { log: silentLog });
  return async (body) => {
    let answers = 0;
    const event: ReceiverEvent = {
      // Bolt types a body as an object; what comes by the wire may be anything.
      body: body as ReceiverEvent['body'],
      ack: () => Promise.resolve(void (answers += 1)),
    };
    try {
      await processEvent(event);
    } catch (error) {
      // The door answers 401 or 503.
      if (!(error instanceof AuthorizationError)) throw error;
      answers += 1;
    }
    return answers;
  };
}

function assertSound(interaction: Interaction, body: unknown): void {
  expect(interaction.sender.teamId).toBe(TEAM);
  expect(interaction.id.length).toBeLessThan(500);
  expect(JSON.stringify(interaction)).not.toContain('\\u0000');
  expect(JSON.parse(JSON.stringify(interaction))).toEqual(interaction);
  if (interaction.kind !== 'presence') expect(listNamed(body)).toContain(interaction.sender.userId);
  const given = 'state' in interaction ? [interaction.state] : [];
  for (const one of 'values' in interaction ? [...given, interaction.values] : given)
    expect(Object.getPrototypeOf(one)).toBe(Object.prototype);
}

/** Whom the envelope names. */
function listNamed(body: unknown): unknown[] {
  const { user_id, user, event } = body as { user_id?: unknown; user?: { id?: unknown }; event?: { user?: unknown } };
  return [user_id, user?.id, event?.user, (event?.user as { id?: unknown } | undefined)?.id];
}

// The database does not answer, or too many come at once: everybody is answered in time, nothing typed is lost, and all goes on
// by itself.
import { connect, type Connection } from '../../src/db/client.ts';
import { layCable, type Cable } from '../faults/cable.ts';
import { onPostgres } from '../support/database.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  FARAH,
  NGUYEN,
  RIVERA,
  STONE,
  USUAL,
  chat,
  messagesWith,
  open,
  openForm,
  personId,
  rows,
  stepRows,
  teamsUser,
  type,
} from './acts.ts';

const THURSDAY = new Date('2026-10-22T18:01:00Z');
const BUSY = 'We are very busy just now. Please try again in a minute.';
const KEPT = 'We are very busy just now. Nothing you typed is lost: please send it again in a minute.';
/** What Slack and Teams wait for an answer. */
const SLACK_MS = 3_000;
const TEAMS_MS = 5_000;

async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const started = performance.now();
  const answer = await work();
  return { answer, ms: performance.now() - started };
}

/** Nobody can look up whose request it is, until the returned function is called: what asks for a pair waits. */
async function stall(other: Connection): Promise<() => Promise<void>> {
  const client = await other.pool.connect();
  await client.query('begin');
  await client.query('lock table workspace in access exclusive mode');
  let isOver = false;
  return async () => {
    if (isOver) return;
    isOver = true;
    await client.query('rollback');
    client.release();
  };
}

/** In the chat, or in the window that opened while the command waited. */
function isTold(at: TestHouse, email: string): boolean {
  return messagesWith(at, email, BUSY).length > 0 || (openForm(at, email)?.words.includes(BUSY) ?? false);
}

async function ready(at: TestHouse): Promise<{ shed: number }> {
  return (await fetch(`${at.house.url}/readyz`)).json() as Promise<{ shed: number }>;
}

async function answersTo(at: TestHouse, email: string): Promise<number> {
  const person = await personId(at, email);
  return rows(at, (tx) => tx.checkIn.count({ where: { personId: person, status: 'SUBMITTED' } }));
}

describe('a database that does not begin', () => {
  let at: TestHouse;
  let other: Connection;
  let goOn: () => Promise<void>;
  const MOST = 8;

  beforeAll(async () => {
    at = await openHouse('2026-10-19T12:30:00Z', { patience: { most: MOST, waitMs: { slack: 2_000, teams: 3_000 } } });
    other = connect(at.house.database.address, { poolSize: 1 });
    await at.travel.to(THURSDAY, () => undefined);
    await open(at, STONE, 'Start');
    await open(at, RIVERA, 'Start');
  }, 180_000);
  beforeEach(async () => {
    goOn = await stall(other);
  });
  afterEach(async () => {
    await goOn();
  });
  afterAll(async () => {
    await other.close();
    await at.stop();
  });

  it('a form of Slack stays open with all that was typed and the sentence, and is taken once when it is sent again', async () => {
    const { slack } = at.stage;
    const view = slack.screen(at.slack(STONE)).modals.at(-1);
    const form = openForm(at, STONE);
    const values = { ...USUAL, ...stepRows(form ?? { title: '', words: '', values: {}, errors: {} }, 'moving') };

    const sent = await timed(() => slack.submitView(at.slack(STONE), view?.id ?? '', values));

    expect(sent.ms).toBeLessThan(SLACK_MS);
    expect(Object.values(openForm(at, STONE)?.errors ?? {})).toEqual([KEPT]);
    expect(openForm(at, STONE)?.values).toMatchObject({ rooms: '7', need: 'data' });
    await goOn();
    await slack.submitView(at.slack(STONE), view?.id ?? '', {});
    await at.stage.slack.until(() => openForm(at, STONE)?.values['rooms'] === undefined, 10_000);
    expect(await answersTo(at, STONE)).toBe(1);
  });

  it('a dialog of Teams stays open with all that was typed, the sentence comes in the chat, and it is taken once', async () => {
    const { teams } = at.stage;
    const values = { ...USUAL, led: 'plc', barriers: 'nothing' };

    const sent = await timed(() => teams.submitDialog(teamsUser(at, RIVERA), values));

    expect(sent.ms).toBeLessThan(TEAMS_MS);
    expect(openForm(at, RIVERA)?.values).toMatchObject({ rooms: '7', need: 'data' });
    await at.stage.slack.until(() => messagesWith(at, RIVERA, KEPT).length > 0, 10_000);
    await goOn();
    await teams.submitDialog(teamsUser(at, RIVERA), {});
    expect(await answersTo(at, RIVERA)).toBe(1);
  });

  it('a command and a press are answered with the sentence', async () => {
    await at.stage.slack.sendCommand(at.slack(BELL), 'dm', '/coach', 'help');
    await at.stage.slack.until(() => isTold(at, BELL), 10_000);
    const start = chat(at, NGUYEN).find((message) => message.buttons.includes('Start'));
    const pressed = await timed(() => at.stage.teams.openDialog(teamsUser(at, NGUYEN), start?.id ?? '', 'Start'));

    expect(pressed.ms).toBeLessThan(TEAMS_MS);
    expect(JSON.stringify(at.stage.teams.screen(teamsUser(at, NGUYEN)))).toContain(BUSY);
  });

  it('more than can wait are turned away at once, and all are served again afterwards', async () => {
    const before = await ready(at);
    const waiting = Array.from({ length: MOST }, () =>
      at.stage.slack.sendCommand(at.slack(BELL), 'dm', '/coach', 'help'),
    );
    await Promise.all(waiting);

    const turnedAway = await timed(async () => {
      await at.stage.slack.sendCommand(at.slack(FARAH), 'dm', '/coach', 'help');
      await at.stage.slack.until(() => isTold(at, FARAH));
    });

    expect(turnedAway.ms).toBeLessThan(1_500);
    const enough = before.shed + MOST + 1;
    for (const until = Date.now() + 10_000; Date.now() < until;) if ((await ready(at)).shed >= enough) break;
    expect((await ready(at)).shed).toBeGreaterThanOrEqual(enough);
    await goOn();
    expect(await servedAgain(at)).toContain('What you can type');
  });
});

/** The last of those who were turned away may still be in the hands of the database for a moment. */
async function servedAgain(at: TestHouse): Promise<string> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const said = await type(at, FARAH, 'coach help');
    if (said.includes('What you can type')) return said;
  }
  throw new Error('nobody was ever served again');
}

(onPostgres ? describe : describe.skip)('a database that is cut off, or gone without a word', () => {
  let at: TestHouse;
  let cable: Cable;

  beforeAll(async () => {
    at = await openHouse('2026-10-19T12:30:00Z', {
      connection: async (address) => {
        cable = await layCable('url' in address ? address.url : '');
        const way = { url: cable.url };
        return { ...connect(way, { poolSize: 2, limits: { waitMs: 1_500, statementMs: 1_500 } }), address: way };
      },
    });
  }, 180_000);
  afterAll(async () => {
    cable.mend();
    await at.stop();
    await cable.close();
  }, 180_000);

  it.each(['cut', 'hang'] as const)('%s: a command is answered, and served as soon as it is back', async (how) => {
    const who = how === 'cut' ? FARAH : BELL;
    cable[how]();

    try {
      await at.stage.slack.sendCommand(at.slack(who), 'dm', '/coach', 'help');
      await at.stage.slack.until(() => isTold(at, who), 10_000);
    } finally {
      cable.mend();
    }

    expect(await servedAgain(at)).toContain('What you can type');
  });
});

it('people who have no connection free keep nothing from going out, and the other way round', async () => {
  const ways: Connection[] = [];
  const at = await openHouse('2026-10-19T12:30:00Z', {
    connection: (address) => {
      const way = connect(address, { poolSize: 1 });
      ways.push(way);
      return Promise.resolve({ ...way, address });
    },
  });
  const held = await ways[0]?.pool.connect();
  await at.stage.slack.sendCommand(at.slack(FARAH), 'dm', '/coach', 'help');

  await at.house.clockwork.drain();

  expect(ways[0]?.pool.waitingCount).toBe(1);
  held?.release();
  await at.stage.slack.until(() => messagesWith(at, FARAH, 'What you can type').length > 0, 20_000);
  await at.stop();
}, 180_000);

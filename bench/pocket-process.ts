// The pocket Slack in a process of its own, and the people who type commands into it.
import { listenPocketSlack } from '../src/playground/pocket-slack/pocket-slack.ts';
import type { ListeningPocketSlack } from '../src/playground/pocket-slack/pocket.ts';
import { answerQuestions } from './child.ts';
import { BOT_TOKEN, SIGNING_SECRET, WORKSPACE_ID, type Person } from './workspace.ts';

let listening: ListeningPocketSlack | undefined;
let requestUrl = '';
const people: Person[] = [];

function pocket(): ListeningPocketSlack['pocket'] {
  if (!listening) throw new Error('the pocket Slack is not open yet');
  return listening.pocket;
}

/** Opens the stand-in with a workspace and people in it; gives the address of its Web API. */
async function open(given: Person[]): Promise<string> {
  listening = await listenPocketSlack({
    now: () => new Date(),
    requestUrl: () => requestUrl,
    signingSecret: SIGNING_SECRET,
  });
  const scopes =
    'commands chat:write im:write im:history im:read users:read users:read.email team:read channels:read groups:read'.split(
      ' ',
    );
  const workspace = { id: WORKSPACE_ID, name: 'Bench', botToken: BOT_TOKEN, botUserId: 'U0BENCHBOT', scopes };
  pocket().addWorkspace(workspace);
  for (const { id, email } of given) {
    const name = email.split('@')[0] ?? email;
    pocket().addUser({ workspaceId: WORKSPACE_ID, id, name, realName: name, email, tz: 'America/New_York' });
  }
  people.push(...given);
  return listening.apiUrl;
}

/**
 * Types a command `count` times, `atOnce` people at a time, and tells in milliseconds how long each waited for the window,
 * and how long all took together.
 */
async function typeCommands(given: {
  requestUrl: string;
  command: string;
  text: string;
  count: number;
  atOnce: number;
}): Promise<{ waits: number[]; totalMs: number }> {
  ({ requestUrl } = given);
  const waits: number[] = [];
  let next = 0;
  const started = performance.now();
  const work = async (worker: number): Promise<void> => {
    for (let turn = worker; next < given.count; turn += given.atOnce) {
      next += 1;
      const person = people[turn % people.length];
      if (person) waits.push(await openWindow(person.id, given.command, given.text));
    }
  };
  await Promise.all(Array.from({ length: given.atOnce }, (_, worker) => work(worker)));
  return { waits, totalMs: performance.now() - started };
}

/** A trigger lives three seconds, so on an overloaded machine windows stay shut: each counts as the longest wait. */
const LONGEST_MS = 5_000;

/**
 * Types a command so many times a second, whether or not the earlier ones are answered, and tells in milliseconds how long
 * each waited for its acknowledgement and its window, from the moment at which it was due.
 */
async function typeAtRate(given: {
  requestUrl: string;
  command: string;
  text: string;
  count: number;
  perSecond: number;
}): Promise<{ acks: number[]; waits: number[] }> {
  ({ requestUrl } = given);
  const started = performance.now();
  const answers = await Promise.all(
    Array.from({ length: given.count }, async (_, index) => {
      const dueAt = started + (index * 1000) / given.perSecond;
      await new Promise((resolve) => setTimeout(resolve, dueAt - performance.now()));
      const person = people[index % people.length];
      if (!person) throw new Error('nobody is there to type');
      const late = { ack: LONGEST_MS, wait: LONGEST_MS };
      const { ack, wait } = await answerTimes(person.id, given.command, given.text, dueAt).catch(() => late);
      return { ack, wait: wait instanceof Error ? LONGEST_MS : wait };
    }),
  );
  return { acks: answers.map(({ ack }) => ack), waits: answers.map(({ wait }) => wait) };
}

async function openWindow(userId: string, command: string, text: string): Promise<number> {
  const { wait } = await answerTimes(userId, command, text, performance.now());
  if (wait instanceof Error) throw wait;
  return wait;
}

async function answerTimes(
  userId: string,
  command: string,
  text: string,
  started: number,
): Promise<{ ack: number; wait: number | Error }> {
  let opened: (at: number) => void = () => undefined;
  const window = new Promise<number>((resolve) => {
    opened = resolve;
  });
  const stop = pocket().onChange((change) => {
    // The stand-in notes a call before it shows what the call did.
    if (change.userId === userId && pocket().calls.at(-1)?.method === 'views.open') opened(performance.now());
  });
  try {
    const acked = pocket()
      .sendCommand(userId, 'dm', command, text)
      .then((seen) => {
        if (!seen.ok) throw new Error(`${command} failed: ${JSON.stringify(seen)}`);
        return performance.now() - started;
      });
    const shown = within(LONGEST_MS, window, () => `no window opened for ${command}: ${whatIsSaid(userId)}`).then(
      (at) => at - started,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    const [ack, wait] = await Promise.all([acked, shown]);
    return { ack, wait };
  } finally {
    stop();
  }
}

function whatIsSaid(userId: string): string {
  const messages = pocket()
    .screen(userId)
    .conversations.flatMap((one) => one.messages);
  const last = pocket().calls.at(-1);
  return `${messages.at(-1)?.text ?? 'nothing was said'} (${last?.method ?? 'no call'} ${last?.error ?? ''})`;
}

/** The window that was opened last. */
function lastView(): Record<string, unknown> | undefined {
  const call = pocket().calls.findLast((one) => one.method === 'views.open' && one.ok);
  const view = call?.args['view'];
  return typeof view === 'string' ? (JSON.parse(view) as Record<string, unknown>) : (view as Record<string, unknown>);
}

async function within<T>(ms: number, wait: Promise<T>, words: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(words()));
    }, ms);
  });
  return Promise.race([wait, late]).finally(() => {
    clearTimeout(timer);
  });
}

const desk = { open, typeCommands, typeAtRate, lastView };
export type PocketDesk = typeof desk;

answerQuestions(desk, () => listening?.close());

// What is in Slack and Teams, held against what the rows say: by the messages that are there and not by what we believe.
import type { Db } from '../../src/db/client.ts';
import { inTenant } from '../../src/db/scope.ts';
import { WORKSPACE_ID, type Stage } from '../../src/playground/stage.ts';
import type { Address } from '../../src/chat/platform.ts';
import { USUAL } from '../flows/acts.ts';

export interface Verdict {
  prompts: number;
  delivered: number;
  /** By reason, with how many stand as not delivered for it. */
  notDelivered: Record<string, number>;
  /** How many of those whose answer was lost are there. */
  unknownThere: number;
  answered: number;
  /** Whatever breaks the promise, in words with ids; empty where it was kept. */
  broken: string[];
}

export interface Expected {
  prompts: number;
  /** By address: the number of classrooms of those who were told that their answers are taken. */
  taken?: ReadonlyMap<string, number>;
}

/** The nudge has the prompt's buttons and not its words. */
const PROMPT_MARK = 'hree minutes on the week at';

export async function judge(db: Db, tenantId: string, stage: Stage, expected: Expected): Promise<Verdict> {
  const verdict: Verdict = { prompts: 0, delivered: 0, notDelivered: {}, unknownThere: 0, answered: 0, broken: [] };
  await judgePrompts(db, tenantId, stage, expected.prompts, verdict);
  await judgeAnswers(db, tenantId, expected.taken ?? new Map(), verdict);
  await judgeTheRest(db, tenantId, verdict);
  return verdict;
}

async function judgePrompts(db: Db, tenantId: string, stage: Stage, expected: number, verdict: Verdict): Promise<void> {
  const rows = await inTenant(db, tenantId, (tx) =>
    tx.delivery.findMany({
      where: { kind: 'check-in.prompt', updates: null },
      select: { id: true, status: true, reason: true, reasonText: true, platform: true, address: true },
    }),
  );
  verdict.prompts = rows.length;
  if (rows.length !== expected) verdict.broken.push(`${rows.length} prompts were written and ${expected} were due`);
  const posts = countPosts(stage);
  for (const row of rows) {
    const found = posts.take(row.address as Address);
    const say = (what: string) => verdict.broken.push(`${row.id} ${row.platform} ${row.status}: ${what}`);
    if (found > 1) say(`it is there ${found} times`);
    if (row.status === 'SENT') {
      verdict.delivered += 1;
      if (found === 0) say('it is not there');
      continue;
    }
    const reason = row.reason ?? '';
    verdict.notDelivered[reason] = (verdict.notDelivered[reason] ?? 0) + 1;
    if (row.status !== 'DEAD' && row.status !== 'UNKNOWN') say('it has no end');
    if (reason === '' || row.reasonText === null) say('it has no reason');
    if (row.status === 'UNKNOWN') verdict.unknownThere += found;
    if (row.status === 'DEAD' && found > 0) say('it is there');
  }
  const strays = posts.left();
  if (strays > 0) verdict.broken.push(`${strays} prompts are there of which no row tells`);
}

async function judgeAnswers(
  db: Db,
  tenantId: string,
  taken: ReadonlyMap<string, number>,
  verdict: Verdict,
): Promise<void> {
  const [weeks, people] = await inTenant(db, tenantId, async (tx) => [
    await tx.checkIn.findMany({ select: { id: true, personId: true, status: true, answers: true } }),
    await tx.person.findMany({ where: { email: { in: [...taken.keys()] } }, select: { id: true, email: true } }),
  ]);
  const emails = new Map(people.map((person) => [person.id, person.email ?? '']));
  const asked = Object.keys(USUAL);
  const kept = new Set<string>();
  for (const { id, personId, status, answers } of weeks) {
    const say = (what: string) => verdict.broken.push(`check-in ${id} ${status}: ${what}`);
    const isSubmitted = status === 'SUBMITTED' || status === 'SUBMITTED_LATE';
    const missing = asked.filter((question) => !answers.some((one) => one.question === question));
    if (isSubmitted) verdict.answered += 1;
    if (isSubmitted && missing.length > 0) say(`it has no answer to ${missing.join(', ')}`);
    if (!isSubmitted && answers.length > 0) say('it has answers and was never sent');
    const email = emails.get(personId);
    if (email === undefined) continue;
    kept.add(email);
    const rooms = answers.find((one) => one.question === 'rooms')?.value;
    if (!isSubmitted) say('somebody was told that it was taken');
    else if (rooms !== taken.get(email)) say('its answer is not the one that was taken');
  }
  for (const email of taken.keys())
    if (!kept.has(email)) verdict.broken.push('answers were taken of which no row tells');
}

/** What is still to be done at the end should have been done: changes of messages, hellos, work of the clock. */
async function judgeTheRest(db: Db, tenantId: string, verdict: Verdict): Promise<void> {
  const [messages, works] = await inTenant(db, tenantId, async (tx) => [
    await tx.$queryRaw<{ id: string; kind: string; status: string }[]>`
      select id, kind, status::text from delivery where (status in ('PENDING', 'FAILED') and not_before <= throughline_now()
        and not (kind = 'check-in.prompt' and updates is null)) or (status = 'SENDING' and lease_until <= throughline_now())`,
    await tx.$queryRaw<{ id: string; job: string }[]>`
      select id, job from due_work where due_at <= throughline_now() - interval '1 hour' or due_at > '9999-01-01'`,
  ]);
  for (const { id, kind, status } of messages) verdict.broken.push(`${id} ${kind} ${status}: it should have gone`);
  for (const { id, job } of works) verdict.broken.push(`work ${id} ${job}: it should have been done`);
}

interface Posts {
  /** How many prompts lie in somebody's chat. They are counted once. */
  take(of: Address): number;
  left(): number;
}

/** By the calls that the platforms took, because a prompt that was answered is not on the screen any more. */
function countPosts({ slack, teams }: Stage): Posts {
  const posts = new Map<string, number>();
  const add = (place: string) => posts.set(place, (posts.get(place) ?? 0) + 1);
  for (const { ok, method, args } of slack.calls)
    if (ok && method === 'chat.postMessage' && JSON.stringify(args).includes(PROMPT_MARK)) add(String(args['channel']));
  const chats = new Map(teams.users.map((user) => [user.id, user.chatId]));
  for (const { kind, status, conversationId, body } of teams.calls)
    if ((kind === 'send' || kind === 'create') && status < 300 && JSON.stringify(body ?? {}).includes(PROMPT_MARK))
      add(conversationId ?? 'nowhere');
  // What nobody can tell of is in a chat whose id its row has never learnt.
  const chatInSlack = (userId = '') =>
    slack.screen({ workspaceId: WORKSPACE_ID, userId }).conversations.find(({ kind }) => kind === 'im')?.id;
  const takeAt = (place: string | undefined) => {
    const found = posts.get(place ?? '') ?? 0;
    posts.delete(place ?? '');
    return found;
  };
  return {
    // A person's chat has an id of its own, which is learnt from the first answer.
    take: ({ teamId, userId, channelId }) =>
      takeAt(channelId ?? (teamId === WORKSPACE_ID ? chatInSlack(userId) : undefined)) +
      takeAt(userId) +
      takeAt(chats.get(userId ?? '')),
    left: () => [...posts.values()].reduce((sum, count) => sum + count, 0),
  };
}

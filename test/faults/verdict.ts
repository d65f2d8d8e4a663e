// What is in Slack and Teams, held against what the ledger says: by the messages that are there and not by what we believe.
import type { Db } from '../../src/db/client.ts';
import { inTenant } from '../../src/db/scope.ts';
import { WORKSPACE_ID, type Stage } from '../../src/playground/stage.ts';
import type { Address } from '../../src/chat/platform.ts';

export interface Verdict {
  prompts: number;
  delivered: number;
  /** By reason, with how many stand as not delivered for it. */
  notDelivered: Record<string, number>;
  /** How many of those whose answer was lost are there. */
  unknownThere: number;
  /** Whatever breaks the promise, in words with ids; empty where it was kept. */
  broken: string[];
}

const PROMPT_MARK = 'check-in:not-this-week';

export async function judge(db: Db, tenantId: string, stage: Stage, expected: number): Promise<Verdict> {
  const rows = await inTenant(db, tenantId, (tx) =>
    tx.delivery.findMany({
      where: { kind: 'check-in.prompt' },
      select: { id: true, status: true, reason: true, reasonText: true, platform: true, address: true },
    }),
  );
  const there = countMessages(stage);
  const verdict: Verdict = { prompts: rows.length, delivered: 0, notDelivered: {}, unknownThere: 0, broken: [] };
  if (rows.length !== expected)
    verdict.broken.push(`${String(rows.length)} prompts were written and ${String(expected)} were due`);
  for (const row of rows) {
    const found = there(row.address as Address);
    const say = (what: string) => verdict.broken.push(`${row.id} ${row.platform} ${row.status}: ${what}`);
    if (found > 1) say(`it is there ${String(found)} times`);
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
  return verdict;
}

/** How many prompts lie in somebody's chat. The one chat of two people in Slack has an id of its own. */
function countMessages({ slack, teams }: Stage): (of: Address) => number {
  const sent = new Map<string, number>();
  for (const call of slack.calls)
    if (call.ok && call.method === 'chat.postMessage' && JSON.stringify(call.args).includes(PROMPT_MARK)) {
      const channel = String(call.args['channel']);
      sent.set(channel, (sent.get(channel) ?? 0) + 1);
    }
  const inTeams = (userId: string) =>
    teams
      .screen(userId)
      .chats.flatMap((chat) => chat.messages)
      .filter((message) => message.from.kind === 'bot' && JSON.stringify(message.cards).includes(PROMPT_MARK)).length;
  const chatInSlack = (userId: string) =>
    slack.screen({ workspaceId: WORKSPACE_ID, userId }).conversations.find((one) => one.kind === 'im')?.id ?? userId;
  return ({ teamId, userId = '', channelId }) =>
    teamId === WORKSPACE_ID ? (sent.get(channelId ?? chatInSlack(userId)) ?? 0) : inTeams(userId);
}

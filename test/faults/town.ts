// A town of principals, half of them in Slack and half in Teams, whose check-ins all open at one hour.
import type { Db, Tx } from '../../src/db/client.ts';
import { inTenant } from '../../src/db/scope.ts';
import { slackIdOf, TENANT_ID, WORKSPACE_ID, type Stage } from '../../src/playground/stage.ts';
import { columnOfDay } from '../../src/zone.ts';
import type { Seat } from '../flows/acts.ts';

export const WEEK_OF = '2026-10-19';
/** Thursday 14:00 in New York. */
export const OPENS_AT = new Date('2026-10-22T18:00:00Z');
const A_BATCH = 1_000;

/**
 * Rows as the importer would write them, and their openings planned as the clockwork plans them. Returns where everybody sits, by
 * address.
 */
export async function fillTown(db: Db, tenantId: string, stage: Stage, count: number): Promise<Map<string, Seat>> {
  const seats = new Map<string, Seat>();
  for (let from = 0; from < count; from += A_BATCH) {
    const numbers = Array.from({ length: Math.min(A_BATCH, count - from) }, (_, index) => from + index);
    const inSlack = numbers.filter((number) => number % 2 === 0).map(emailOf);
    const inTeams = numbers.filter((number) => number % 2 === 1).map(emailOf);
    const accounts = new Map([
      ...inSlack.map((email) => [email, addToSlack(stage, email)] as const),
      ...inTeams.map((email) => [email, addToTeams(stage, email)] as const),
    ]);
    await inTenant(db, tenantId, (tx) => writePairs(tx, tenantId, accounts));
    for (const [email, { platform, teamId, userId }] of accounts)
      seats.set(email, platform === 'SLACK' ? { workspaceId: teamId, userId } : { tenantId: teamId });
  }
  return seats;
}

function emailOf(number: number): string {
  return `principal.${String(number)}@harborcity.example`;
}

interface Account {
  platform: 'SLACK' | 'TEAMS';
  teamId: string;
  userId: string;
  conversation?: { teamId: string; userId: string; serviceUrl: string };
}

function addToSlack(stage: Stage, email: string): Account {
  const name = email.split('@')[0] ?? email;
  const userId = slackIdOf(email);
  stage.slack.addUser({
    workspaceId: WORKSPACE_ID,
    id: userId,
    name,
    realName: name,
    email,
    tz: 'America/New_York',
  });
  return { platform: 'SLACK', teamId: WORKSPACE_ID, userId };
}

function addToTeams(stage: Stage, email: string): Account {
  const user = stage.teams.addUser({ tenantId: TENANT_ID, name: email.split('@')[0] ?? email, email });
  user.installed = true;
  const conversation = { teamId: TENANT_ID, userId: user.id, serviceUrl: stage.teams.serviceUrl };
  return { platform: 'TEAMS', teamId: TENANT_ID, userId: user.id, conversation };
}

async function writePairs(tx: Tx, tenantId: string, accounts: ReadonlyMap<string, Account>): Promise<void> {
  const like = await tx.coachAssignment.findFirstOrThrow({ where: { principal: { preferredPlatform: 'SLACK' } } });
  await tx.person.createMany({
    data: [...accounts].map(([email, { platform }]) => ({
      tenantId,
      displayName: email.split('@')[0] ?? email,
      email,
      preferredPlatform: platform,
    })),
  });
  const people = await tx.person.findMany({ where: { email: { in: [...accounts.keys()] } } });
  await tx.platformAccount.createMany({
    data: people.flatMap(({ id, email }) => {
      const account = accounts.get(email ?? '');
      return account ? [{ tenantId, personId: id, ...account }] : [];
    }),
  });
  const { engagementId, coachId, schoolId, status } = like;
  const startsOn = columnOfDay('2026-08-20');
  const pairs = await tx.coachAssignment.createManyAndReturn({
    data: people.map(({ id }) => ({
      ...{ tenantId, engagementId, coachId, schoolId, status, startsOn },
      compactSignedOn: startsOn,
      principalId: id,
    })),
    select: { id: true },
  });
  await tx.dueWork.createMany({
    data: pairs.map(({ id }) => ({
      ...{ tenantId, job: 'check-in.open', subject: id, dueAt: OPENS_AT, data: { weekOf: WEEK_OF } },
    })),
  });
}

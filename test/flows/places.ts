// More workspaces of Slack and tenants of Teams than the sample has, joined as real ones are: allowed by an administrator, then by a code.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTenant } from '../../src/db/scope.ts';
import { issueCode } from '../../src/installations/codes.ts';
import { installWorkspace } from '../../src/playground/install-slack.ts';
import { slackIdOf } from '../../src/playground/stage.ts';
import { systemViewer } from '../../src/roster/access.ts';
import { renderIssue } from '../../src/roster/import/issue.ts';
import { importFile } from '../../src/roster/import/pipeline.ts';
import { type TestHouse } from '../support/house.ts';
import { root } from '../support/root.ts';
import type { Seat } from './acts.ts';

export interface Somebody {
  name: string;
  email: string;
}

/** The workspace gets the app and is this customer's; its administrator, the first of `people`, need not be in the roster. */
export async function joinSlack(
  at: TestHouse,
  workspace: { id: string; name: string },
  people: readonly [Somebody, ...Somebody[]],
  tenantId = at.tenantId,
): Promise<void> {
  at.stage.slack.addWorkspace(workspace);
  for (const { name, email } of people)
    at.stage.slack.addUser({
      workspaceId: workspace.id,
      id: slackIdOf(`${workspace.id} ${email}`),
      name: email.split('@')[0] ?? email,
      realName: name,
      email,
      tz: 'America/New_York',
    });
  await installWorkspace(at.stage, at.house, tenantId, slackSeat(workspace.id, people[0].email));
  await at.house.wake();
}

/** The same for a tenant of Teams; everybody adds the app to their chats. */
export async function joinTeams(
  at: TestHouse,
  tenant: { id: string; name: string },
  people: readonly [Somebody, ...Somebody[]],
  tenantId = at.tenantId,
): Promise<void> {
  const { teams } = at.stage;
  if (!teams.tenants.some((one) => one.id === tenant.id)) teams.addTenant(tenant);
  const users = people.map((one) => teams.addUser({ tenantId: tenant.id, ...one, timeZone: 'America/New_York' }));
  const [administrator] = users;
  if (!administrator) throw new Error('nobody is there');
  await teams.install(administrator);
  const { code } = await inTenant(at.house.db, tenantId, (tx) =>
    issueCode(tx, systemViewer(tenantId), at.house.clock.now()),
  );
  await teams.say(administrator, undefined, `join ${code}`);
  for (const user of users) await teams.install(user);
  await at.house.wake();
  await at.house.clockwork.drain();
}

export function slackSeat(workspaceId: string, email: string): Seat & { workspaceId: string; userId: string } {
  return { workspaceId, userId: slackIdOf(`${workspaceId} ${email}`) };
}

/** The partner imports its pairs again, and one of them is on other platforms than before. */
export async function choosePlatforms(
  at: TestHouse,
  principal: string,
  platforms: { coach: 'Slack' | 'Teams'; principal: 'Slack' | 'Teams' },
): Promise<void> {
  const rows = readFileSync(join(root, 'sample/harbor-city/pairs.csv'), 'utf8').split('\n');
  const changed = rows.map((row) =>
    row.includes(`,${principal},`)
      ? row.replace(/,(?:Slack|Teams),(?:Slack|Teams),/, `,${platforms.coach},${platforms.principal},`)
      : row,
  );
  const folder = mkdtempSync(join(tmpdir(), 'throughline-pairs-'));
  writeFileSync(join(folder, 'pairs.csv'), changed.join('\n'));
  const report = await importFile(at.house.db, {
    viewer: systemViewer(at.tenantId),
    path: join(folder, 'pairs.csv'),
    as: 'roster',
    today: at.house.clock.now().toISOString().slice(0, 10),
    defaultTimeZone: 'America/New_York',
    provider: 'Northlight Partners',
    approve: true,
  });
  rmSync(folder, { recursive: true });
  if (report.status !== 'APPLIED') throw new Error(report.issues.map(renderIssue).join('\n'));
  await at.house.wake();
}

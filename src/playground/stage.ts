// The two pockets with the sample's people in them. Ids are made from e-mail addresses, so they are the same at every start.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { TeamsConfig } from '../config.ts';
import type { Db } from '../db/client.ts';
import { inTenant } from '../db/scope.ts';
import { offered } from '../desk/offered.ts';
import { SCOPES } from '../platforms/slack/install/scopes.ts';
import { teamsManifest } from '../platforms/teams/manifest.ts';
import { joinWorkspace } from '../roster/accounts.ts';
import type { PocketSlack } from './pocket-slack/pocket.ts';
import type { PocketTeams, PocketTeam, PocketTeamsOptions, PocketUser } from './pocket-teams/index.ts';

export const WORKSPACE_ID = 'T0NORTHLIGHT';
export const TENANT_ID = '5f1d3c5e-0000-4000-8000-4a7b0c1ac17e';
export const COACHES_CHANNEL = 'C0COACHES';
/** The administrator of another workspace, where a visitor may install the app; nobody there is in the roster. */
export const VISITED = {
  workspace: { id: 'T0LAKESIDE', name: 'Lakeside Schools' },
  userId: 'U0DANAREYES',
  name: 'Dana Reyes',
  timeZone: 'America/Chicago',
};
const BOT_ID = 'U0THROUGHLINE';

export interface Stage {
  slack: PocketSlack;
  teams: PocketTeams;
  botToken: string;
  teamsConfig: TeamsConfig;
  /** The team whose channel gets the digest. */
  team: PocketTeam | undefined;
  reset(): void;
}

export async function openStage(options: {
  now: () => Date;
  slack: PocketSlack;
  url: string;
  createPocketTeams(options: PocketTeamsOptions): Promise<PocketTeams>;
}): Promise<Stage> {
  const appId = randomUUID();
  const appPassword = randomBytes(16).toString('hex');
  const teams = await options.createPocketTeams({
    now: options.now,
    messagesUrl: `${options.url}/api/messages`,
    appId,
    appPassword,
    tenantId: TENANT_ID,
    ...menusOf({ appId, url: options.url }),
  });
  teams.setBaseUrl(`${options.url}/pocket/teams`);
  const stage: Stage = {
    slack: options.slack,
    teams,
    botToken: `xoxb-${randomBytes(12).toString('hex')}`,
    teamsConfig: {
      appId,
      appPassword,
      appTenantId: TENANT_ID,
      cloud: 'custom',
      publicUrl: options.url,
      custom: {
        openIdMetadataUrl: teams.openIdMetadataUrl,
        tokenIssuer: teams.issuer,
        loginUrl: teams.loginUrl,
        serviceHosts: [new URL(teams.serviceUrl).host],
      },
    },
    team: undefined,
    reset() {
      options.slack.reset();
      teams.reset();
      stage.team = undefined;
    },
  };
  return stage;
}

/** What people find in the menus of Teams, as the manifest of the app tells it. */
function menusOf({ appId, url }: { appId: string; url: string }): Partial<PocketTeamsOptions> {
  const at = new URL(url);
  at.protocol = 'https:';
  const { bots, composeExtensions } = teamsManifest(offered(), { appId, url: at.origin, version: '1.0.0' });
  const menu = (scope: string) =>
    bots.flatMap((bot) => bot.commandLists).find(({ scopes }) => scopes.some((one) => one === scope))?.commands ?? [];
  return {
    commands: menu('personal'),
    groupCommands: menu('team'),
    actions: composeExtensions.flatMap((one) => one.commands),
  };
}

/**
 * Everybody of the roster gets an account on their platform, as a district's administrator would have seen to. The app is in
 * the Slack workspace by a token that was copied, unless it is to be installed afterwards.
 */
export async function populate(
  stage: Stage,
  db: Db,
  tenantId: string,
  { isInstalled = true }: { isInstalled?: boolean } = {},
): Promise<void> {
  const people = await inTenant(db, tenantId, async (tx) => {
    if (isInstalled) await joinWorkspace(tx, tenantId, 'slack', WORKSPACE_ID, 'Northlight Partners');
    await joinWorkspace(tx, tenantId, 'teams', TENANT_ID, 'Harbor City Public Schools');
    return tx.person.findMany({
      where: { active: true, email: { not: null } },
      include: {
        grants: { select: { role: true } },
        asPrincipal: { select: { school: { select: { timeZone: true } } } },
      },
      orderBy: { displayName: 'asc' },
    });
  });
  stage.slack.addWorkspace({
    id: WORKSPACE_ID,
    name: 'Northlight Partners',
    ...(isInstalled ? { botToken: stage.botToken, botUserId: BOT_ID, scopes: Object.keys(SCOPES) } : {}),
  });
  if (!isInstalled) addOther(stage.slack);
  if (!stage.teams.tenants.some((tenant) => tenant.id === TENANT_ID))
    stage.teams.addTenant({ id: TENANT_ID, name: 'Harbor City Public Schools' });
  const leaders: PocketUser[] = [];
  for (const person of people) {
    const email = person.email ?? '';
    const timeZone = person.asPrincipal[0]?.school.timeZone ?? 'America/New_York';
    if (person.preferredPlatform === 'SLACK') {
      stage.slack.addUser({
        workspaceId: WORKSPACE_ID,
        id: slackIdOf(email),
        name: email.split('@')[0] ?? email,
        realName: person.displayName,
        email,
        tz: timeZone,
      });
      continue;
    }
    const user =
      stage.teams.findUser(email, TENANT_ID) ??
      stage.teams.addUser({ tenantId: TENANT_ID, name: person.displayName, email, timeZone });
    if (person.grants.some((grant) => grant.role === 'DISTRICT_LEADER' || grant.role === 'ADMIN')) leaders.push(user);
  }
  const slackPeople = people
    .filter((person) => person.preferredPlatform === 'SLACK')
    .map((person) => slackIdOf(person.email ?? ''));
  stage.slack.addChannel({
    workspaceId: WORKSPACE_ID,
    id: COACHES_CHANNEL,
    name: 'coaches',
    isPrivate: true,
    members: [...(isInstalled ? [BOT_ID] : []), ...slackPeople],
  });
  stage.team =
    stage.teams.teams.find((team) => team.name === 'Harbor City cabinet') ??
    stage.teams.addTeam({
      tenantId: TENANT_ID,
      name: 'Harbor City cabinet',
      memberIds: leaders.map((leader) => leader.id),
      channels: ['Leadership coaching'],
    });
}

export function slackIdOf(email: string): string {
  return `U0${createHash('sha256').update(email).digest('hex').slice(0, 9).toUpperCase()}`;
}

function addOther(slack: PocketSlack): void {
  const { workspace, userId, name, timeZone } = VISITED;
  slack.addWorkspace(workspace);
  slack.addUser({
    ...{ workspaceId: workspace.id, id: userId, name: 'dana.reyes', realName: name, tz: timeZone },
    email: 'dana.reyes@lakeside.example',
  });
}

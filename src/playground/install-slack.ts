// The sample's workspace gets the app as every workspace does: an administrator allows it, and a one-time code joins it to the customer.
import { inTenant } from '../db/scope.ts';
import { issueCode } from '../installations/codes.ts';
import type { Throughline } from '../main.ts';
import { START_PATH } from '../platforms/slack/install/scopes.ts';
import { systemViewer } from '../roster/access.ts';
import { COACHES_CHANNEL, slackIdOf, WORKSPACE_ID, type Stage } from './stage.ts';

/** The partner's manager, who looks after the workspace as well. */
const ADMINISTRATOR = 'noor.haas@northlight.example';
const WITHIN_MS = 30_000;

type Product = Pick<Throughline, 'url' | 'db' | 'clock'>;

export async function installSlack(stage: Stage, product: Product, tenantId: string): Promise<void> {
  const administrator = { workspaceId: WORKSPACE_ID, userId: slackIdOf(ADMINISTRATOR) };
  await installWorkspace(stage, product, tenantId, administrator);
  stage.slack.inviteApp(WORKSPACE_ID, COACHES_CHANNEL);
}

/** Any workspace, by whoever administers it. */
export async function installWorkspace(
  stage: Stage,
  product: Product,
  tenantId: string,
  administrator: { workspaceId: string; userId: string },
): Promise<void> {
  await allow(stage, product.url, administrator);
  const { code } = await inTenant(product.db, tenantId, (tx) =>
    issueCode(tx, systemViewer(tenantId), product.clock.now()),
  );
  await stage.slack.sayInDm(administrator, `join ${code}`);
  await stage.slack.until(() => isAnswered(stage, administrator), WITHIN_MS);
}

/** There and back as a browser goes, with the cookie that it was given on the way. */
async function allow(stage: Stage, url: string, by: { workspaceId: string; userId: string }): Promise<void> {
  const away = await fetch(`${url}${START_PATH}`, { redirect: 'manual' });
  const authorizeUrl = away.headers.get('location');
  if (authorizeUrl === null) throw new Error(`The install page answered ${away.status} instead of leading to Slack.`);
  const cookie = away.headers.getSetCookie().map((one) => one.replace(/;.*/, ''));
  const back = await fetch(stage.slack.approveInstall({ ...by, authorizeUrl }), {
    headers: { cookie: cookie.join('; ') },
  });
  if (!back.ok) throw new Error(`The app could not be installed in the sample's workspace: ${back.status}.`);
  await back.body?.cancel();
}

function isAnswered(stage: Stage, who: { workspaceId: string; userId: string }): boolean {
  return stage.slack
    .screen(who)
    .conversations.some((one) => one.kind === 'im' && one.messages.some((message) => message.isApp));
}

// What the ledger learns on its way out and somebody must know: a post that was refused, an account without the app, a
// workspace where it is switched off.
import type { Clock } from '../clock.ts';
import type { Tx } from '../db/client.ts';
import { redirect, revive } from '../jobs/ledger.ts';
import { CANNOT_TELL } from '../jobs/outcome.ts';
import type { OnRefused, Refused } from '../jobs/record.ts';
import type { OnSilenced } from '../jobs/silence.ts';
import { systemViewer } from '../roster/access.ts';
import { findAccount, findDestination } from '../roster/accounts.ts';
import { noteRemoval } from '../roster/presence.ts';
import { listHolders } from '../roster/store.ts';
import { findWorkspaceTitle } from '../roster/workspaces.ts';
import { createContext } from './context.ts';
import { refusedCard, switchedOffCard, unsureCard } from './refused.ts';

/** The app is not there for this person, which may not have been told, or only later. */
const WITHOUT_APP = new Set(['BotNotInConversationRoster', 'ConversationNotFound']);

export function createOnRefused(clock: Clock): OnRefused {
  return async (tx, refused) => {
    if (refused.kind === 'digest.post') await tellAdministrators(tx, refused, clock.now());
    if (refused.personId !== null && WITHOUT_APP.has(refused.reason)) await tryElsewhere(tx, refused);
  };
}

/** A post that was refused, or of which nobody can tell, is told to the administrators, once, with the mend. */
async function tellAdministrators(tx: Tx, refused: Refused, now: Date): Promise<void> {
  const ctx = createContext(tx, systemViewer(refused.tenantId), now, []);
  for (const admin of await listHolders(tx, ctx.viewer, 'ADMIN'))
    await ctx.send(admin.id, {
      key: `refused:${refused.key}:${admin.id}`,
      kind: 'refused',
      card: refused.reason === CANNOT_TELL ? unsureCard(refused.id) : refusedCard(refused.text, refused.about),
    });
}

/** The account is silent until its person is heard there again; the message goes where the person still is, or waits for that. */
async function tryElsewhere(tx: Tx, { tenantId, platform, teamId, userId, personId }: Refused): Promise<void> {
  if (personId === null || userId === undefined) return;
  const account = await findAccount(tx, systemViewer(tenantId), platform, teamId, userId);
  if (account?.personId !== personId || !(await noteRemoval(tx, account, undefined))) return;
  const elsewhere = await findDestination(tx, systemViewer(tenantId), personId);
  await redirect(tx, tenantId, personId, { platform, teamId, userId }, elsewhere);
  if (elsewhere) await revive(tx, tenantId, personId, elsewhere);
}

/** Once, to each administrator who can be reached somewhere else; in the silent workspace itself nobody would hear it. */
export function createOnSilenced(clock: Clock): OnSilenced {
  return async (tx, { tenantId, platform, teamId, since }) => {
    const ctx = createContext(tx, systemViewer(tenantId), clock.now(), []);
    const name = await findWorkspaceTitle(tx, ctx.viewer, platform, teamId);
    for (const admin of await listHolders(tx, ctx.viewer, 'ADMIN')) {
      const to = await findDestination(tx, ctx.viewer, admin.id);
      if (to === undefined || (to.platform === platform && to.address.teamId === teamId)) continue;
      await ctx.send(admin.id, {
        key: `switched-off:${platform}:${teamId}:${since.toISOString()}:${admin.id}`,
        kind: 'refused',
        card: switchedOffCard(name),
      });
    }
  };
}

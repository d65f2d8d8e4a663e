import { defineCard } from '../chat/card.ts';
import { systemClock } from '../clock.ts';
import type { TeamsConfig } from '../config.ts';
import type { Db } from '../db/client.ts';
import { asSystem, inTenant } from '../db/scope.ts';
import { createLog } from '../log.ts';
import type { Finding } from '../platforms/teams/diagnose-address.ts';
import { systemViewer } from '../roster/access.ts';
import { findDestination, findPersonByEmail, type Destination } from '../roster/accounts.ts';
import { listCustomers } from '../roster/tenants.ts';
import { listWorkspaces } from '../roster/workspaces.ts';

/** Without a database, what stands in it is passed over: its own finding says why. */
export async function lookAtTeams(
  teams: TeamsConfig,
  asked: { url?: string; as?: string },
  db: Db | undefined,
): Promise<Finding[]> {
  const { diagnoseTeams } = await import('../platforms/teams/diagnose.ts');
  const found = await diagnoseTeams({
    ...teams,
    ...(asked.url === undefined ? {} : { url: asked.url }),
    now: () => systemClock.now(),
  });
  const accepted = found.some((one) => one.what === 'Token' && one.ok);
  return [
    ...found,
    ...(db ? [await lookAtTenants(db, teams.tenants)] : []),
    ...(db && accepted && asked.as !== undefined ? [await greet(db, teams, asked.as)] : []),
  ];
}

async function lookAtTenants(db: Db, served: readonly string[] | undefined): Promise<Finding> {
  const what = 'Organizations';
  const [joined, customers] = [await asSystem(db, (tx) => listWorkspaces(tx, 'teams')), await listCustomers(db)];
  if (joined.length === 0)
    return { what, ok: true, words: 'none has joined yet: make a code with throughline code workspace' };
  const left = joined.filter((one) => served && !served.includes(one.teamId.toLowerCase()));
  if (left.length > 0) {
    const ids = left.map((one) => one.teamId).join(', ');
    return { what, ok: false, words: `${ids} has joined, and TEAMS_TENANTS leaves it out. Add it, or nobody is heard` };
  }
  const names = joined.map(({ teamId, tenantId }) => {
    const customer = customers.find((one) => one.id === tenantId);
    return customer ? `${teamId} (${customer.name})` : teamId;
  });
  return { what, ok: true, words: names.join(', ') };
}

const HELLO = defineCard({
  id: 'doctor:hello',
  summary: 'Hello from Throughline',
  parts: [{ kind: 'text', text: 'Hello from Throughline. The set-up works: this is what a message looks like.' }],
});

/** To somebody who agreed to it: the only way to learn whether messages arrive. */
async function greet(db: Db, teams: TeamsConfig, email: string): Promise<Finding> {
  const what = 'Messages';
  const found = await findPerson(db, email);
  if (!found) return { what, ok: false, words: `nobody of the roster has the address ${email}` };
  const { destination } = found;
  if (destination?.platform === 'slack') return { what, ok: false, words: `${email} is written to in Slack` };
  if (destination?.address.serviceUrl === undefined)
    return { what, ok: false, words: `${email} has not opened the app in Teams. Ask them to say hello to it first` };
  const { startTeams } = await import('../platforms/teams/index.ts');
  const settings = { ...teams, log: createLog({ level: 'silent' }), now: () => systemClock.now() };
  const { platform } = await startTeams(settings, () => Promise.resolve({ kind: 'nothing' }));
  try {
    await platform.post(destination.address, HELLO, 'doctor');
    return { what, ok: true, words: 'a hello was sent' };
  } catch (error) {
    return { what, ok: false, words: error instanceof Error ? error.message : String(error) };
  } finally {
    await platform.stop();
  }
}

async function findPerson(db: Db, email: string): Promise<{ destination: Destination | undefined } | undefined> {
  for (const { id } of await listCustomers(db)) {
    const viewer = systemViewer(id);
    const found = await inTenant(db, id, async (tx) => {
      const personId = await findPersonByEmail(tx, viewer, email);
      return personId === undefined ? undefined : { destination: await findDestination(tx, viewer, personId) };
    });
    if (found) return found;
  }
  return undefined;
}

// A one-time code joins a workspace to a customer, or an account to a person. Never is either joined by guess.
import type { Interaction, Sender } from '../chat/interaction.ts';
import type { Clock } from '../clock.ts';
import type { Db, Tx } from '../db/client.ts';
import { asSystem, enterTenant } from '../db/scope.ts';
import { ConflictError } from '../errors.ts';
import { findCode, isCode, spendCode, type FoundCode } from '../installations/codes.ts';
import { findWorkspaceName } from '../installations/store.ts';
import { areTriesOver, countTry } from '../installations/tries.ts';
import type { Log } from '../log.ts';
import { systemViewer } from '../roster/access.ts';
import { findActiveName, findTenantOf, joinWorkspace, linkAccount } from '../roster/accounts.ts';
import { judgeCode, REFUSALS } from './join-rules.ts';
import { JOIN_FORM, OPEN_JOIN } from './join-screens.ts';
import { reviveWaiting } from './people.ts';

export type Joined = { tenantId: string; name?: string } | { refused: string };

export interface JoinDeps {
  db: Db;
  log: Log;
  clock: Clock;
}

/** Spends the code that somebody typed, in one transaction with what it is good for. `name` is the person's it was made for. */
export async function join({ db, log, clock }: JoinDeps, sender: Sender, typed: string): Promise<Joined> {
  const account = `${sender.platform}:${sender.teamId}:${sender.userId}`;
  const now = clock.now();
  const ids = { platform: sender.platform, team: sender.teamId, account: sender.userId };
  const spending = asSystem(db, async (tx): Promise<Joined> => {
    if (await areTriesOver(tx, account, now)) return { refused: TOO_MANY };
    const code = await findCode(tx, typed, now);
    const verdict = judgeCode(code, await findTenantOf(tx, sender.platform, sender.teamId), account);
    const spent = verdict === 'good' && code !== undefined && (await spendCode(tx, code.id, account, now));
    if (!code || !(spent || verdict === 'again')) {
      const why = verdict === 'good' || verdict === 'again' ? 'spent' : verdict;
      if (why === 'unknown' || why === 'spent' || why === 'expired') await countTry(tx, account, now);
      log.warn({ ...ids, code: code?.id, why }, 'a code was not taken');
      return { refused: REFUSALS[why] };
    }
    const joined = await use(tx, code, sender);
    log.info({ ...ids, code: code.id, tenant: code.tenantId, person: code.personId }, 'a code was taken');
    return joined;
  });
  // Whatever speaks against it is found out after the code was spent, and takes that back.
  return spending.catch((error: unknown) => {
    if (error instanceof ConflictError) return { refused: error.message };
    throw error;
  });
}

const TOO_MANY = 'That was one try too many. Please wait an hour, or ask for a new code meanwhile.';

async function use(tx: Tx, code: FoundCode, { platform, teamId, userId, address }: Sender): Promise<Joined> {
  const { tenantId, personId } = code;
  const workspaceName = personId === null ? await findWorkspaceName(tx, platform, teamId) : '';
  await enterTenant(tx, tenantId);
  if (personId === null) {
    await joinWorkspace(tx, tenantId, platform, teamId, workspaceName);
    return { tenantId };
  }
  const viewer = systemViewer(tenantId);
  const name = await findActiveName(tx, viewer, personId);
  if (name === undefined) throw new ConflictError('Whom this code was made for is no longer in the staff list.');
  const profile = { userId, ...(address === undefined ? {} : { address }) };
  if (!(await linkAccount(tx, viewer, personId, platform, teamId, profile)))
    throw new ConflictError('This account is connected to somebody else. Your administrator can tell you more.');
  await reviveWaiting(tx, tenantId, personId);
  return { tenantId, name };
}

/** The code that somebody typed into the chat, behind a command or into the form. */
export function codeIn(interaction: Interaction): string | undefined {
  if (interaction.kind === 'submit')
    return interaction.form === JOIN_FORM.id ? String(interaction.values['code'] ?? '') : undefined;
  const words =
    interaction.kind === 'text'
      ? interaction.text
      : interaction.kind === 'command' && interaction.command === 'district'
        ? interaction.words
        : '';
  return /^\s*\/?join[\s:]+(\S.*?)\s*$/i.exec(words)?.[1];
}

/** Whether somebody who is connected already tries to connect. */
export function isAboutJoining(interaction: Interaction): boolean {
  if (interaction.kind === 'press') return interaction.action === OPEN_JOIN.action;
  const code = codeIn(interaction);
  return code !== undefined && (interaction.kind === 'submit' || isCode(code));
}

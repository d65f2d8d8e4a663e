// One message on its way: checked, marked, called, recorded.
import { Address, type PlatformName } from '../chat/platform.ts';
import type { Card } from '../chat/card.ts';
import type { Db } from '../db/client.ts';
import { DeliveryError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Claimed } from './claim.ts';
import { calling } from './lease.ts';
import { codeOf, placeOf } from './failure.ts';
import { HOME } from './homes.ts';
import { outcomeOf, sent, type Outcome } from './outcome.ts';
import { bury, WAITING, type Finished, type OnRefused } from './record.ts';
import { silence, type OnSilenced } from './silence.ts';
import type { Finding } from './settle.ts';
import { readCard } from './stored-card.ts';
import { within } from './within.ts';

export type Guard = (delivery: {
  tenantId: string;
  platform: PlatformName;
  address: Address;
}) => Promise<{ ok: true } | { ok: false; reason: string; text: string }>;

export interface DeliveringDeps {
  db: Db;
  log: Log;
  platforms: ReadonlyMap<PlatformName, Finding>;
  guards: Readonly<Record<string, Guard>>;
  onRefused?: OnRefused;
  onSilenced?: OnSilenced;
  /** Names this process and no other, also not the same one before a restart. */
  processId: string;
  signal?: AbortSignal;
}

export interface Wire {
  mark(found: Claimed): Promise<boolean>;
  record(finished: Finished): Promise<boolean>;
}

/** The platforms give up earlier; this keeps a call that hangs from outliving its lease. */
const CALL_TIMEOUT_MS = 45_000;

/** `let go`: it is no longer ours to send, or we are stopping. */
export type Result = 'sent' | 'not sent' | 'let go';

export async function deliver(deps: DeliveringDeps, wire: Wire, message: Claimed): Promise<Result> {
  const address = Address.safeParse(message.address);
  const card = readCard(message.card);
  if (!address.success || !card) return settleAs(deps, wire, message, 'not called', UNREADABLE);
  const refusal = await checkGuard(deps, message, address.data);
  if (refusal) return settleAs(deps, wire, message, 'not called', refusal);
  if (deps.signal?.aborted === true || !(await wire.mark(message))) return 'let go';
  return settleAs(deps, wire, message, 'called', await call(deps, message, address.data, card));
}

const UNREADABLE: Outcome = {
  status: 'DEAD',
  reason: 'unreadable',
  text: 'What is stored of this message cannot be read.',
  counts: true,
  isBug: true,
};

/** Undefined where the message may go. A guard that cannot say keeps it back: it is better late than before the wrong eyes. */
async function checkGuard(deps: DeliveringDeps, message: Claimed, address: Address): Promise<Outcome | undefined> {
  if (message.guard === null) return undefined;
  const guard = deps.guards[message.guard];
  if (!guard) {
    const text = 'The check that must pass before this message is sent does not exist.';
    return { status: 'DEAD', reason: 'guard-missing', text, counts: true, isBug: true };
  }
  try {
    const { tenantId, platform } = message;
    const checked = await within(CALL_TIMEOUT_MS, guard({ tenantId, platform, address }));
    return checked.ok ? undefined : { status: 'DEAD', reason: checked.reason, text: checked.text, counts: true };
  } catch (error) {
    const isDead = error instanceof DeliveryError && (error.kind === 'install-dead' || error.kind === 'target-dead');
    const isLater = error instanceof DeliveryError && error.kind === 'try-later';
    if (isDead || isLater) return outcomeOf(error, triedOf(message, false));
    const text = 'The check that must pass before this message is sent could not be made.';
    return outcomeOf(new DeliveryError('try-later', 'guard-failed', text), triedOf(message, false));
  }
}

async function call(deps: DeliveringDeps, message: Claimed, address: Address, card: Card): Promise<Outcome> {
  const platform = deps.platforms.get(message.platform);
  const isHome = message.surface === HOME;
  // To show a Home twice is to show it once, as it is with a change.
  const isUpdate = message.updates !== null || isHome;
  try {
    if (!platform)
      throw new DeliveryError('try-later', 'platform-off', `${NAMES[message.platform]} is not switched on here.`);
    if (isHome) return await showHome(platform, address, card);
    if (!isUpdate) return sent(await within(CALL_TIMEOUT_MS, platform.post(address, card, message.key, message.id)));
    if (message.messageId === null)
      throw new DeliveryError('our-bug', 'no-message-id', 'The message to be changed has no id of the platform.');
    await within(CALL_TIMEOUT_MS, platform.update(address, message.messageId, card));
    return sent({ messageId: message.messageId });
  } catch (error) {
    if (!(error instanceof DeliveryError))
      deps.log.error(
        { delivery: message.id, code: codeOf(error), at: placeOf(error) },
        'a platform failed in a way that it should not',
      );
    return outcomeOf(error, triedOf(message, isUpdate));
  }
}

function triedOf({ attempts, doubtedForMs }: Claimed, isUpdate: boolean) {
  return { attempts, isUpdate, ...(doubtedForMs === null ? {} : { doubtedForMs }) };
}

async function showHome(platform: Finding, address: Address, card: Card): Promise<Outcome> {
  if (!platform.showHome)
    return { status: 'SUPERSEDED', reason: 'no-home', text: 'This platform has no Home.', counts: true };
  await within(CALL_TIMEOUT_MS, platform.showHome(address, card));
  return { status: 'SENT', counts: true };
}

const NAMES: Record<PlatformName, string> = { slack: 'Slack', teams: 'Microsoft Teams' };

async function settleAs(
  deps: DeliveringDeps,
  wire: Wire,
  message: Claimed,
  stage: Finished['stage'],
  outcome: Outcome,
): Promise<Result> {
  const { processId, log } = deps;
  const { status, reason = 'unknown', text = '' } = outcome;
  if (status === 'SENT') return (await wire.record({ message, stage, outcome })) ? 'sent' : 'not sent';
  if (status === 'SUPERSEDED') {
    await wire.record({ message, stage, outcome });
    return 'not sent';
  }
  const line = { delivery: message.id, tenant: message.tenantId, kind: message.kind, status, reason };
  if (outcome.isBug === true) log.error(line, 'a message will never be accepted as it is');
  else log.warn(line, 'a message did not go out');
  if (status === 'DEAD') {
    const leaseBy = calling(processId);
    // A refusal that came after the lease ran out is still the truth about the message.
    const called = [
      { status: 'SENDING' as const, leaseBy },
      { status: 'UNKNOWN' as const, leaseBy },
    ];
    await bury(deps, message, { reason, text }, stage === 'called' ? called : WAITING);
  } else {
    if (outcome.silencesWorkspace === true) await silence(deps, message, reason);
    await wire.record({ message, stage, outcome });
  }
  return 'not sent';
}

// From a verified request to a feature and back: one transaction, one reply, and whatever was typed is never lost.
import { nothing, type Interaction, type Receive, type Reply } from '../chat/interaction.ts';
import { plainText } from '../chat/plain.ts';
import type { Platform, PlatformName } from '../chat/platform.ts';
import type { Clock } from '../clock.ts';
import type { Db, Tx } from '../db/client.ts';
import { inTenant } from '../db/scope.ts';
import { AppError } from '../errors.ts';
import { once } from '../jobs/inbound.ts';
import type { Log } from '../log.ts';
import { systemViewer } from '../roster/access.ts';
import { viewerOf } from '../roster/store.ts';
import { createContext } from './context.ts';
import type { Fact } from './facts.ts';
import type { Asked, Feature, Work } from './feature.ts';
import { tellListeners } from './listeners.ts';
import { forKnown, type Known } from './people.ts';
import { route } from './route.ts';
import { say } from './say.ts';
import { recognize, strangerCard } from './strangers.ts';
import { giveBack } from './submit.ts';

export interface House {
  db: Db;
  log: Log;
  clock: Clock;
  platforms: ReadonlyMap<PlatformName, Platform>;
  features: readonly Feature[];
  /** Something was written that may be sent or done now. */
  poke(): void;
  /** Joins the workspace of our own credentials, if the roster came after the start; true where that changed something. */
  joinWorkspaces(): Promise<boolean>;
}

export function createReceive(house: House): Receive {
  return async (interaction) => {
    const started = house.clock.now().getTime();
    try {
      const work = { written: false };
      const { db } = house;
      const answered = await forKnown(db, interaction.sender, (tx, known) => {
        work.written = known.revived;
        return answerOnce(house, tx, known, interaction, work);
      });
      if (answered) {
        if (work.written) house.poke();
        return asReplyTo(interaction, answered.result);
      }
      const known = await recognize(db, house.platforms, interaction.sender, house.joinWorkspaces);
      if ('stranger' in known) return forStranger(interaction, known.stranger);
      const reply = await inTenant(db, known.tenantId, (tx) => answerOnce(house, tx, known, interaction, work));
      house.poke();
      return asReplyTo(interaction, reply);
    } catch (error) {
      house.log.error(
        {
          request: interaction.id,
          kind: interaction.kind,
          code: codeOf(error),
          ms: house.clock.now().getTime() - started,
        },
        'a request failed',
      );
      return afterFailure(house, interaction, error);
    }
  };
}

/** Whether the request wrote what the clockwork has to look at: to open a form is no reason to go through the ledger. */
interface Written {
  written: boolean;
}

async function answerOnce(house: House, tx: Tx, known: Known, interaction: Interaction, work: Written): Promise<Reply> {
  const { reply, repeated } = await once(tx, known.tenantId, interaction.id, () =>
    answer(house, tx, known, interaction, work),
  );
  if (!repeated) return reply;
  house.log.info({ request: interaction.id }, 'a request came again; its effect stands and is not repeated');
  // An open window waits for its answer; anything else was answered with a message, which must not come twice.
  return interaction.kind === 'submit' ? reply : nothing;
}

async function answer(house: House, tx: Tx, known: Known, interaction: Interaction, work: Written): Promise<Reply> {
  const onWork = () => {
    work.written = true;
  };
  const ctx = await contextFor(house, tx, known, interaction, onWork);
  const reply = await route(house.features, ctx, interaction);
  await tellListeners(house.features, tx, known.tenantId, ctx.now, ctx.facts, onWork);
  return reply;
}

type AskedWithFacts = Asked & { facts: Fact[] };

async function contextFor(
  house: House,
  tx: Tx,
  known: Known,
  interaction: Interaction,
  onWork?: () => void,
): Promise<AskedWithFacts> {
  const now = house.clock.now();
  const viewer = await viewerOf(tx, known.tenantId, known.personId, now.toISOString().slice(0, 10));
  const facts: Fact[] = [];
  return {
    ...createContext(tx, viewer, now, facts, onWork),
    personId: known.personId,
    sender: interaction.sender,
    place: interaction.place,
    facts,
  };
}

/** A form closes with a word; it has no room for a card. */
function asReplyTo(interaction: Interaction, reply: Reply): Reply {
  if (interaction.kind !== 'submit' || reply.kind !== 'say') return reply;
  return { kind: 'done', message: plainText(reply.card) };
}

function forStranger(interaction: Interaction, stranger: 'workspace' | 'person'): Reply {
  return interaction.kind === 'presence'
    ? nothing
    : asReplyTo(interaction, { kind: 'say', card: strangerCard(stranger) });
}

/** Nothing was changed. A form comes back as it was sent; anything else gets a sentence. */
async function afterFailure(house: House, interaction: Interaction, error: unknown): Promise<Reply> {
  const words =
    error instanceof AppError && error.code !== 'screen'
      ? error.message
      : 'Something went wrong on our side, and nothing was changed. Please try again in a minute.';
  if (interaction.kind === 'presence') return nothing;
  if (interaction.kind !== 'submit') return say('failed', words);
  const known = await recognize(house.db, house.platforms, interaction.sender, house.joinWorkspaces);
  if ('stranger' in known) return forStranger(interaction, known.stranger);
  return inTenant(house.db, known.tenantId, async (tx) =>
    giveBack(house.features, await contextFor(house, tx, known, interaction), interaction, words),
  );
}

/** Runs one piece of due work, with all that its facts lead to, in the transaction that took it. */
export function createRunner(features: readonly Feature[]) {
  return async (tx: Tx, tenantId: string, work: Work, now: Date): Promise<void> => {
    const run = features.find((feature) => feature.jobs && Object.hasOwn(feature.jobs, work.job))?.jobs?.[work.job];
    const facts: Fact[] = [];
    await run?.(createContext(tx, systemViewer(tenantId), now, facts), work);
    await tellListeners(features, tx, tenantId, now, facts);
  };
}

/** Plans what must happen by itself; at start, and after the roster or a calendar changed. */
export async function wakeTenant(house: Pick<House, 'db' | 'features'>, tenantId: string, now: Date): Promise<void> {
  await inTenant(house.db, tenantId, async (tx) => {
    for (const feature of house.features) await feature.wake?.(createContext(tx, systemViewer(tenantId), now, []));
  });
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}

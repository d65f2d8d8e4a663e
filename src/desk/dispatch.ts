// From a verified request to a feature and back: one transaction, one reply, and whatever was typed is never lost.
import { nothing, type Interaction, type Receive, type Reply } from '../chat/interaction.ts';
import { plainText } from '../chat/plain.ts';
import type { Platform, PlatformName } from '../chat/platform.ts';
import type { Clock } from '../clock.ts';
import type { Db, Tx } from '../db/client.ts';
import { inTenant } from '../db/scope.ts';
import { databaseNow } from '../db/time.ts';
import { AppError } from '../errors.ts';
import { noteWritten, type OnWork } from '../jobs/due.ts';
import { hushLeavers, listAstray } from '../jobs/follow.ts';
import { once } from '../jobs/inbound.ts';
import type { Log } from '../log.ts';
import { systemViewer, type Viewer } from '../roster/access.ts';
import { listPairsAfter, viewerOf } from '../roster/store.ts';
import { noteZoneData } from '../roster/zone-data.ts';
import type { Day } from '../zone.ts';
import { keepAccount } from './accounts.ts';
import { createContext } from './context.ts';
import { draftsOf, dropRepeated, offerDraft } from './drafts.ts';
import type { Fact } from '../features/facts.ts';
import type { AddLinks, Asked, Feature, Work } from '../features/feature.ts';
import { promiseReply, standingOf } from '../features/promise.ts';
import { isAboutJoining } from './join.ts';
import { refuseCode } from './join-screens.ts';
import { tellListeners } from './listeners.ts';
import {
  PATIENCE,
  busyReply,
  createPatience,
  isAsked,
  whyShed,
  type PatienceLimits,
  type Turn,
  type WhyShed,
} from './patience.ts';
import { forKnown, reviveWaiting, type Known } from './people.ts';
import { isAboutPresence, keepPresence } from './presence.ts';
import { route } from './route.ts';
import { say } from './say.ts';
import { answerStranger, recognize } from './strangers.ts';
import { findForm, giveBack } from './submit.ts';
import { createTurnstile } from './turnstile.ts';

export interface House {
  db: Db;
  log: Log;
  clock: Clock;
  platforms: ReadonlyMap<PlatformName, Platform>;
  features: readonly Feature[];
  /** Something was written that may be sent or done now. */
  poke(): void;
  /** As if nothing were said, `PATIENCE`. */
  patience?: PatienceLimits;
  onShed?(platform: PlatformName, why: WhyShed): void;
  /** Joins the workspace of our own credentials, if the roster came after the start; true where that changed something. */
  joinWorkspaces(): Promise<boolean>;
}

export function createReceive(house: House): Receive {
  const patience = createPatience(house.patience ?? PATIENCE);
  const turnstile = createTurnstile();

  async function serve(interaction: Interaction, started: number, turn: Turn): Promise<Reply> {
    const work: Written = { written: false, ...noteWritten() };
    const { db } = house;
    await keepFirst(house, interaction, work, turn);
    const answered = await forKnown(db, interaction.sender, todayOf(house), interaction.id, (tx, known) => {
      turn.begin();
      work.written ||= known.revived;
      return answerOnce(house, tx, known, interaction, work);
    });
    if (answered) {
      if (work.written) house.poke();
      noteAnswer(house, interaction, work, answered.result, started);
      return asReplyTo(interaction, answered.result);
    }
    turn.begin();
    const known = await recognize(db, house.platforms, interaction.sender, house.joinWorkspaces);
    if ('stranger' in known) {
      const { id: request, kind, sender } = interaction;
      house.log.info({ request, kind, platform: sender.platform, unknown: known.stranger }, 'nobody we know asked');
      return asReplyTo(interaction, await answerStranger(house, interaction, known.stranger));
    }
    const reply = await inTenant(db, known.tenantId, (tx) => answerOnce(house, tx, known, interaction, work));
    house.poke();
    noteAnswer(house, interaction, work, reply, started);
    return asReplyTo(interaction, reply);
  }

  return async (interaction) => {
    const started = house.clock.now().getTime();
    try {
      const { db } = house;
      if (interaction.kind === 'account') {
        if (await keepAccount(db, interaction)) house.poke();
        return nothing;
      }
      if (isAboutPresence(interaction)) {
        if (await keepPresence(db, interaction, house.clock.now())) house.poke();
        return nothing;
      }
      if (!isAsked(interaction)) return await serve(interaction, started, UNHURRIED);
      const leave = turnstile.enter(interaction.sender);
      if (leave === undefined) return shed(house, interaction, 'often');
      try {
        return await patience.serve(interaction.sender.platform, (turn) => serve(interaction, started, turn));
      } finally {
        leave();
      }
    } catch (error) {
      const why = whyShed(error);
      if (why !== undefined && isAsked(interaction)) return shed(house, interaction, why);
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

const UNHURRIED: Turn = { assertAwaited: () => undefined, begin: () => undefined };

function shed(house: House, interaction: Interaction, why: WhyShed): Reply {
  const { id: request, kind, sender } = interaction;
  house.log.warn({ request, kind, platform: sender.platform, why }, 'a request was turned away, as we are too busy');
  house.onShed?.(sender.platform, why);
  return busyReply(interaction, why);
}

/** The line that leads from a request to its messages, whose own lines carry the same ids. Written once all is kept. */
function noteAnswer(house: House, interaction: Interaction, work: Written, reply: Reply, started: number): void {
  const { id: request, kind, sender } = interaction;
  const ms = house.clock.now().getTime() - started;
  const line = { request, kind, platform: sender.platform, reply: reply.kind, ...work.ids, ms };
  house.log.info(line, 'a request was answered');
}

/** Whether the request wrote what the clockwork has to look at: to open a form is no reason to go through the ledger. */
interface Written {
  written: boolean;
  /** The messages that it wrote into the ledger and the work that it planned, for the log. */
  ids: { deliveries: string[]; planned: string[] };
  onWork: OnWork;
}

/** What was typed is kept before anything can fail, in a transaction of its own. */
async function keepFirst(house: House, interaction: Interaction, work: Written, turn: Turn): Promise<void> {
  if (interaction.kind !== 'submit' || !findForm(house.features, interaction.form)) return;
  const { form, state, values } = interaction;
  await forKnown(house.db, interaction.sender, todayOf(house), undefined, async (tx, known) => {
    turn.assertAwaited();
    work.written ||= known.revived;
    await draftsOf(tx, authorOf(known), known.now ?? (await databaseNow(tx))).keep(form, state, values);
  });
}

/** As much of a viewer as one's own drafts need. */
function authorOf({ tenantId, personId }: Known): Viewer {
  return { tenantId, personId, roles: [] };
}

async function answerOnce(house: House, tx: Tx, known: Known, interaction: Interaction, work: Written): Promise<Reply> {
  const effect = () => answer(house, tx, known, interaction, work);
  const { reply, repeated } = await once(tx, known.tenantId, interaction.id, effect, known.isFirst);
  if (!repeated) return reply;
  house.log.info({ request: interaction.id }, 'a request came again; its effect stands and is not repeated');
  // An open window waits for its answer; anything else was answered with a message, which must not come twice.
  if (interaction.kind !== 'submit') return nothing;
  await dropRepeated(tx, authorOf(known), interaction);
  return reply;
}

async function answer(house: House, tx: Tx, known: Known, interaction: Interaction, work: Written): Promise<Reply> {
  const onWork: OnWork = (written) => {
    work.written = true;
    work.onWork(written);
  };
  const ctx = await contextFor(house, tx, known, interaction, onWork);
  const reply = isAboutJoining(interaction)
    ? connectedAlready
    : promiseReply(await offerDraft(ctx, await route(house.features, ctx, interaction)), standingOf(ctx.viewer));
  if (hasActed(interaction, reply)) ctx.announce({ kind: 'person.acted', personId: known.personId });
  await tellListeners(house.features, tx, known.tenantId, ctx.now, ctx.facts, onWork);
  return reply;
}

const connectedAlready = say(
  'words',
  'You are connected already, and no code was used. Type help to see what you can do.',
);

/** To open a form or to look at something changes nothing. */
function hasActed(interaction: Interaction, reply: Reply): boolean {
  if (interaction.kind === 'submit') return reply.kind !== 'refuse';
  return (
    (interaction.kind === 'press' || interaction.kind === 'text') && (reply.kind === 'done' || reply.kind === 'say')
  );
}

type AskedWithFacts = Asked & { facts: Fact[] };

async function contextFor(
  house: House,
  tx: Tx,
  known: Known,
  interaction: Interaction,
  onWork?: OnWork,
): Promise<AskedWithFacts> {
  const now = known.now ?? (await databaseNow(tx));
  const viewer = known.viewer ?? (await viewerOf(tx, known.tenantId, known.personId, todayOf(house)));
  const facts: Fact[] = [];
  return {
    ...createContext(tx, viewer, now, facts, onWork),
    addLinks: addLinksOf(house.platforms),
    personId: known.personId,
    sender: interaction.sender,
    place: interaction.place,
    drafts: draftsOf(tx, viewer, now, known.drafts),
    facts,
  };
}

/** Roles begin and end with days of UTC. */
function todayOf({ clock }: House): Day {
  return clock.now().toISOString().slice(0, 10);
}

/** A form closes with a word; it has no room for a card. Whoever only looks at their Home is not written to. */
function asReplyTo(interaction: Interaction, reply: Reply): Reply {
  if (interaction.kind === 'home' && reply.kind === 'say') return { kind: 'home', card: reply.card };
  if (interaction.kind !== 'submit' || reply.kind !== 'say') return reply;
  return { kind: 'done', message: plainText(reply.card) };
}

/** Nothing was changed. A form comes back as it was sent; anything else gets a sentence. */
async function afterFailure(house: House, interaction: Interaction, error: unknown): Promise<Reply> {
  const words =
    error instanceof AppError && error.code !== 'screen'
      ? error.message
      : 'Something went wrong on our side, and nothing was changed. Please try again in a minute.';
  if (interaction.kind === 'presence' || interaction.kind === 'account' || interaction.kind === 'place') return nothing;
  if (interaction.kind !== 'submit') return asReplyTo(interaction, say('failed', words));
  const known = await recognize(house.db, house.platforms, interaction.sender, house.joinWorkspaces);
  if ('stranger' in known) return asReplyTo(interaction, refuseCode(interaction, words));
  return inTenant(house.db, known.tenantId, async (tx) => {
    const ctx = await contextFor(house, tx, known, interaction);
    return promiseReply(await giveBack(house.features, ctx, interaction, words), standingOf(ctx.viewer));
  });
}

/** Does due work of one job, with all that its facts lead to, in the transaction that took it. */
export function createRunner(features: readonly Feature[], platforms: House['platforms'] = new Map()) {
  return async (tx: Tx, tenantId: string, works: readonly Work[], now: Date, onWork?: OnWork): Promise<void> => {
    const job = works[0]?.job ?? '';
    const facts: Fact[] = [];
    const ctx = { ...createContext(tx, systemViewer(tenantId), now, facts, onWork), addLinks: addLinksOf(platforms) };
    const feature = features.find(({ jobs = {}, waves = {} }) => Object.hasOwn(jobs, job) || Object.hasOwn(waves, job));
    await feature?.waves?.[job]?.(ctx, works);
    for (const work of works) await feature?.jobs?.[job]?.(ctx, work);
    await tellListeners(features, tx, tenantId, now, facts, onWork);
  };
}

/** The jobs whose due pieces are taken many at a time. */
export function wavesOf(features: readonly Feature[]): string[] {
  return features.flatMap((feature) => Object.keys(feature.waves ?? {}));
}

function addLinksOf(platforms: House['platforms']): AddLinks {
  return Object.fromEntries(
    [...platforms.values()].flatMap(({ name, addLink }) => (addLink === undefined ? [] : [[name, addLink]])),
  );
}

/** Pairs of one transaction, and some more where the last coach has more: it ends long before the limit of a transaction. */
const WOKEN_AT_ONCE = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Plans what must happen by itself; at start, every hour, and after the roster or a
 * calendar changed. Each part is whole by itself and may be done again, so it may break off, and several processes may be at it.
 */
export async function wakeTenant(
  house: Pick<House, 'db' | 'features'> & { log?: Log },
  tenantId: string,
  now: Date,
): Promise<void> {
  const viewer = systemViewer(tenantId);
  await inTenant(house.db, tenantId, async (tx) => {
    const zoneData = process.versions['tz'] ?? '';
    if (await noteZoneData(tx, viewer, zoneData))
      house.log?.info(
        { tenant: tenantId, zoneData },
        'the time zone data has changed, and all hours are computed anew',
      );
    await hushLeavers(tx, tenantId);
    for (const personId of await listAstray(tx, tenantId)) await reviveWaiting(tx, tenantId, personId);
    for (const feature of house.features) await feature.tend?.(createContext(tx, viewer, now, []));
  });
  for (let after: string | undefined = FIRST; after !== undefined;)
    after = await inTenant(house.db, tenantId, async (tx): Promise<string | undefined> => {
      const pairs = await listPairsAfter(tx, viewer, after ?? FIRST, WOKEN_AT_ONCE);
      if (pairs.length > 0)
        for (const feature of house.features) await feature.wake?.(createContext(tx, viewer, now, []), pairs);
      return pairs.at(-1)?.coach.id;
    });
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}

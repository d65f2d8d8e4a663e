// From a verified request to a feature and back: one transaction, one reply, and whatever was typed is never lost.
import { readAnswers } from '../chat/answers.ts';
import { defineCard, type Card } from '../chat/card.ts';
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
import { getPersonName, viewerOf } from '../roster/store.ts';
import { createContext } from './context.ts';
import type { Fact } from './facts.ts';
import type { Asked, Context, Feature, FormHandler, Verb, Work } from './feature.ts';
import { didYouMean, helpCard, verbsFor } from './help.ts';
import { forgetAccount, forKnown, recognize, strangerCard, welcomeCard, type Known } from './people.ts';

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
  const reply = await route(house, ctx, interaction);
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

/** Facts are heard in the transaction that made them, by listeners with the clock's eyes; a fact may lead to another. */
async function tellListeners(
  features: readonly Feature[],
  tx: Tx,
  tenantId: string,
  now: Date,
  facts: Fact[],
  onWork?: () => void,
): Promise<void> {
  for (let fact = facts.shift(); fact !== undefined; fact = facts.shift()) {
    const ctx = createContext(tx, systemViewer(tenantId), now, facts, onWork);
    for (const feature of features) {
      // The key of `hears` is the fact's kind, which TypeScript cannot follow through the union.
      const hear = feature.hears?.[fact.kind] as ((ctx: Context, fact: Fact) => Promise<void>) | undefined;
      await hear?.(ctx, fact);
    }
  }
}

async function route(house: House, ctx: Asked, interaction: Interaction): Promise<Reply> {
  switch (interaction.kind) {
    case 'command':
      return runCommand(house, ctx, interaction);
    case 'press':
      return (
        (await findPress(house.features, interaction.action)?.(ctx, interaction.state)) ??
        say('words', 'This button is from an older message. Type help to see what you can do now.')
      );
    case 'submit':
      return submit(house, ctx, interaction);
    case 'text':
      return readText(house, ctx, interaction.text);
    case 'presence':
      if (interaction.change === 'removed') {
        // Taken out of a team is not taken away from the person.
        if (interaction.place.private) await forgetAccount(ctx.tx, ctx.viewer.tenantId, interaction.sender);
        return nothing;
      }
      if (!interaction.place.private) return nothing;
      await ctx.send(ctx.personId, {
        key: `welcome:${ctx.personId}:${interaction.sender.platform}`,
        kind: 'welcome',
        card: welcomeCard(await getPersonName(ctx.tx, ctx.viewer, ctx.personId)),
      });
      return nothing;
  }
}

async function runCommand(
  house: House,
  ctx: Asked,
  { command, words }: { command: string; words: string },
): Promise<Reply> {
  const roles = ctx.viewer.roles.map((grant) => grant.role);
  const all = house.features.flatMap((feature) => feature.verbs ?? []);
  const mine = verbsFor(all, roles);
  if (command === 'help') return { kind: 'say', card: helpCard(mine, undefined) };
  const [first = '', ...rest] = words.trim().split(/\s+/);
  const word = first.toLowerCase();
  if (word === 'help') return { kind: 'say', card: helpCard(mine, command) };
  const bare = find(all, command, '');
  const verb = find(all, command, word) ?? (bare && bare.usage !== '' && /^\d+$/.test(word) ? bare : undefined);
  if (!verb) {
    const meant = didYouMean(
      word,
      mine.filter((one) => one.command === command),
    );
    return {
      kind: 'say',
      card: helpCard(
        mine,
        command,
        meant
          ? `I do not know “${word.slice(0, 40)}”. Did you mean ${meant.verb}?`
          : `I do not know “${word.slice(0, 40)}”. You can type:`,
      ),
    };
  }
  if (!mine.includes(verb))
    return { kind: 'say', card: helpCard(mine, undefined, 'That is not for your role. You can type:') };
  return verb.run(ctx, verb === bare ? words.trim() : rest.join(' '));
}

function find(verbs: readonly Verb[], command: string, verb: string): Verb | undefined {
  return verbs.find((one) => one.command === command && one.verb === verb);
}

function findPress(features: readonly Feature[], action: string) {
  for (const feature of features)
    if (feature.presses && Object.hasOwn(feature.presses, action)) return feature.presses[action];
  return undefined;
}

function findForm(features: readonly Feature[], id: string): FormHandler | undefined {
  return features.flatMap((feature) => feature.forms ?? []).find((handler) => handler.id === id);
}

type Submit = Extract<Interaction, { kind: 'submit' }>;

/** A form of an older version is read against the form as it is now: what both ask is taken, what is new is asked for. */
async function submit(house: House, ctx: Asked, sent: Submit): Promise<Reply> {
  const handler = findForm(house.features, sent.form);
  const form = await handler?.draw(ctx, sent.state);
  if (!handler || !form)
    return { kind: 'done', message: 'What this form was about is gone or closed, so nothing was changed.' };
  const read = readAnswers(form, sent.values);
  if ('answers' in read) return handler.submit(ctx, read.answers, sent.state);
  await handler.keepDraft?.(ctx, sent.values, sent.state);
  return { kind: 'refuse', form, state: sent.state, values: sent.values, errors: read.refusal };
}

async function readText(house: House, ctx: Asked, text: string): Promise<Reply> {
  // In Slack a word without a slash is no command; whoever asks for help gets it all the same.
  if (/^\/?help\W*$/i.test(text.trim())) return runCommand(house, ctx, { command: 'help', words: '' });
  for (const feature of house.features) {
    const reply = await feature.typed?.(ctx, text);
    if (reply) return reply;
  }
  const mine = verbsFor(
    house.features.flatMap((feature) => feature.verbs ?? []),
    ctx.viewer.roles.map((grant) => grant.role),
  );
  return { kind: 'say', card: helpCard(mine, undefined, 'I read commands and check-in answers. You can type:') };
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
  return giveBack(house, interaction, words);
}

/** Draws the form again with everything that was typed. Where even that fails, the platform keeps its dialog open by itself. */
async function giveBack(house: House, sent: Submit, words: string): Promise<Reply> {
  const known = await recognize(house.db, house.platforms, sent.sender, house.joinWorkspaces);
  if ('stranger' in known) return forStranger(sent, known.stranger);
  return inTenant(house.db, known.tenantId, async (tx): Promise<Reply> => {
    const ctx = await contextFor(house, tx, known, sent);
    const handler = findForm(house.features, sent.form);
    const form = await handler?.draw(ctx, sent.state);
    if (!form) return { kind: 'done', message: words };
    await handler?.keepDraft?.(ctx, sent.values, sent.state);
    const first = Object.keys(form.fields)[0] ?? '';
    return { kind: 'refuse', form, state: sent.state, values: sent.values, errors: { [first]: words } };
  });
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

function say(id: string, text: string): Reply {
  return { kind: 'say', card: wordsCard(id, text) };
}

function wordsCard(id: string, text: string): Card {
  return defineCard({ id: `dispatch:${id}`, summary: text.slice(0, 200), parts: [{ kind: 'text', text }] });
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}

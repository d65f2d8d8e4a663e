import type { Card, Part } from '../chat/card.ts';
import type { AnswersOf, Fields, Form, Values } from '../chat/form.ts';
import type { Place, Reply, Sender } from '../chat/interaction.ts';
import type { PlatformName } from '../chat/platform.ts';
import type { Tx } from '../db/client.ts';
import type { RoleKey } from '../db/generated/enums.ts';
import type { Viewer } from '../roster/access.ts';
import type { Look } from '../roster/matrix.ts';
import type { Pair } from '../roster/store.ts';
import type { Fact } from './facts.ts';

/** A message on its way out. `key` names it once and for all: the same key twice is one message. */
export interface Message {
  key: string;
  kind: string;
  card: Card;
  /** What it is about, so that reports can find it: an id of a check-in or a digest. */
  about?: string;
  notBefore?: Date;
  /** After this instant it is not worth sending. */
  expiresAt?: Date;
  /** A check that must pass right before sending. */
  guard?: 'digest-audience';
  /** 1 is first, 9 is last; 5 is usual. */
  priority?: number;
  /** Nobody asked for it. With `most` such messages to one person since `since`, of all features, it is not written at all. */
  unasked?: { since: Date; most: number };
  /** The key of an earlier message to the same place, in whose thread this one stands; it waits until that one is sent. */
  under?: string;
}

export type PersonalMessage = Message & { to: string };

export type AddLinks = Partial<Record<PlatformName, string>>;

/** What a feature is handed. All it writes lies in one transaction, messages and later work included. */
export interface Context {
  /** Where people add the app for themselves, on platforms where each person has to. */
  readonly addLinks?: AddLinks;
  readonly now: Date;
  readonly tx: Tx;
  readonly viewer: Viewer;
  announce(fact: Fact): void;
  /** Writes a message to a person into the ledger; where and on which platform is the roster's business. */
  send(personId: string, message: Message): Promise<void>;
  /** The same for many; those to one person in their order. */
  sendAll(messages: readonly PersonalMessage[]): Promise<void>;
  /** Writes a post to the digest channel of an organization into the ledger; false where it has no channel. */
  post(organizationId: string, message: Message): Promise<boolean>;
  /** Changes a message in place, by its key: at once if it is sent, or before it goes out. Nothing happens without such a message. */
  amend(key: string, card: Card): Promise<void>;
  amendAll(changes: readonly { key: string; card: Card }[]): Promise<void>;
  /** Takes a message back that has not gone out; one that has stays. */
  withdraw(key: string): Promise<void>;
  withdrawAll(keys: readonly string[]): Promise<void>;
  /** Puts a message off that has not gone out, and says whether there was one. */
  postpone(key: string, notBefore: Date, expiresAt?: Date): Promise<boolean>;
  /** Returns the keys of those that were put off. */
  postponeAll(messages: readonly { key: string; notBefore: Date }[]): Promise<Set<string>>;
  /** Plans work for an instant; one piece of work a job and subject, so planning again moves it. */
  plan(job: string, subject: string, dueAt: Date, data?: Record<string, string>): Promise<void>;
  planAll(works: readonly PlannedWork[]): Promise<void>;
  unplan(job: string, subject: string): Promise<void>;
}

/** A context with somebody who asked. */
export interface Asked extends Context {
  readonly personId: string;
  readonly sender: Sender;
  readonly place: Place;
  readonly drafts: Drafts;
}

/**
 * What the asker typed into a form about `state` and has not sent, or could not save; for the asker alone. A form that is
 * sent is kept by itself until it is done, and offered back when it opens again.
 */
export interface Drafts {
  find(form: string, state: Record<string, string>): Promise<Values | undefined>;
  keep(form: string, state: Record<string, string>, values: Values): Promise<void>;
  drop(form: string, state: Record<string, string>): Promise<void>;
}

/** What is done about one pair. The desk finds the pair in the words, or asks for it. */
export interface PairErrand {
  /** A coach may name the pairs that they coach, a principal their own. */
  roles: readonly RoleKey[];
  /** What is asked where several pairs may be meant: `Whose goal is it?` */
  question: string;
  /** Teams must know beforehand that the answer is a form. */
  opens?: 'form';
  /** What follows the name is used, and so it is kept while the pair is chosen. */
  takesWords?: true;
  forPair(ctx: Asked, pair: Pair, words: string): Promise<Reply>;
}

export type Verb = {
  /** The slash command, without the slash. */
  command: 'checkin' | 'coach' | 'district';
  /** The word after it; empty for the command alone. */
  verb: string;
  /** What follows the verb, as help shows it: `@person`. */
  usage: string;
  help: string;
  /** Who may use it; a verb that somebody may not use is not shown to them. */
  roles: readonly RoleKey[];
  /** The only words that may come next, if any do. */
  follow?: readonly string[];
  /** The platform's short menus that show it: in one's own chat, and where several read. Help shows every verb. */
  menus?: readonly ('chat' | 'group')[];
  /** What may follow a command without a verb; any other word there is a verb that was mistyped. */
  takes?: 'number' | 'name';
} & ({ run(ctx: Asked, words: string): Promise<Reply> } | PairErrand);

/** Something that is picked from a menu: anywhere, or on a message whose words it takes. Titles of at most 24 characters. */
export type Shortcut = {
  /** `feature:shortcut`. */
  id: string;
  title: string;
  /** At most 150 characters. */
  help: string;
  on: 'anything' | 'message';
  roles: readonly RoleKey[];
  // The words are what the message says, and empty for a shortcut that stands on none.
} & ({ run(ctx: Asked, words: string): Promise<Reply> } | PairErrand);

/** A part of somebody's Home. Sections stand in the order of `place`; between two of its parts a long one may turn the page. */
export interface HomeSection {
  place: number;
  title: string;
  parts: readonly Part[];
  /** What of others' words it shows; noted when its person looks, and not when it is kept fresh by itself. */
  looks?: readonly Look[];
}

/** What a feature adds to people's Homes. */
export interface HomePart {
  /** For the viewer of the context, by their roles; nothing for those whom it does not concern. Only looks, and writes nothing. */
  sections(ctx: Context): Promise<readonly HomeSection[]>;
  /** What each role finds. */
  examples: Partial<Record<RoleKey, readonly HomeSection[]>>;
}

export interface Work {
  job: string;
  subject: string;
  dueAt: Date;
  data: Record<string, string>;
}

export type PlannedWork = Omit<Work, 'data'> & Partial<Pick<Work, 'data'>>;

/** A form's two halves: how it is drawn again from its state, and what happens with its answers. */
export interface FormHandler {
  id: string;
  /** Draws the form as it must look now; `undefined` where the thing it is about is gone or closed. */
  draw(ctx: Asked, state: Record<string, string>): Promise<Form | undefined>;
  submit(ctx: Asked, answers: Record<string, unknown>, state: Record<string, string>): Promise<Reply>;
}

/** An example of every screen: for the gallery and for the contract that both platforms must keep. */
export type Example = { form: Form; answers: Record<string, unknown> } | { card: Card };

export interface Feature {
  name: string;
  verbs?: readonly Verb[];
  presses?: Readonly<Record<string, (ctx: Asked, state: Record<string, string>) => Promise<Reply>>>;
  forms?: readonly FormHandler[];
  jobs?: Readonly<Record<string, (ctx: Context, work: Work) => Promise<void>>>;
  /** Jobs of which many pieces fall due at the same minute: they are handed over together, and a single one as a wave of one. */
  waves?: Readonly<Record<string, (ctx: Context, works: readonly Work[]) => Promise<void>>>;
  hears?: { readonly [K in Fact['kind']]?: (ctx: Context, fact: Extract<Fact, { kind: K }>) => Promise<void> };
  shortcuts?: readonly Shortcut[];
  home?: HomePart;
  /** A typed message that no command is; `undefined` lets the next feature look at it. */
  typed?(ctx: Asked, text: string): Promise<Reply | undefined>;
  /**
   * Plans what must happen without anybody asking; called at start, every hour, and after the roster changed. A large tenant
   * comes in parts: some of its pairs at a time, all pairs of a coach together.
   */
  wake?(ctx: Context, pairs: readonly Pair[]): Promise<void>;
  /** The same for what is not about live pairs. */
  tend?(ctx: Context): Promise<void>;
  examples: readonly Example[];
}

/** Ties a form's type to its handler; the answers were checked against the drawn form before they come here. */
export function onSubmit<F extends Fields>(handler: {
  id: string;
  draw(ctx: Asked, state: Record<string, string>): Promise<Form<F> | undefined>;
  submit(ctx: Asked, answers: AnswersOf<F>, state: Record<string, string>): Promise<Reply>;
}): FormHandler {
  // readAnswers made the answers from the very form that `draw` returned, so they have its type.
  return handler;
}

// What somebody types: a command with its verb, or a word in the chat.
import type { Reply } from '../chat/interaction.ts';
import type { Asked, Feature, Verb } from '../features/feature.ts';
import { lettersApart } from '../roster/names.ts';
import { COMMANDS, didYouMean, helpCard, verbsFor, written } from './help.ts';
import { runFor } from '../features/whom/index.ts';

interface Typed {
  command: string;
  words: string;
}

export async function runCommand(features: readonly Feature[], ctx: Asked, typed: Typed): Promise<Reply> {
  const { command } = typed;
  const { all, mine } = verbsOf(features, ctx);
  if (command === 'help') return { kind: 'say', card: helpCard(mine, undefined) };
  const { first, rest } = cut(typed.words);
  const word = first.toLowerCase();
  if (word === 'help') return { kind: 'say', card: helpCard(mine, command) };
  const bare = find(all, command, '');
  const verb = find(all, command, word) ?? (bare && takes(bare, word, mine) ? bare : undefined);
  if (!verb || !mine.includes(verb)) return { kind: 'say', card: whatElse(mine, command, word, verb !== undefined) };
  const words = verb === bare ? typed.words.trim() : rest;
  if (!follows(verb, words)) return { kind: 'say', card: wrongNext(verb, words) };
  return 'forPair' in verb ? runFor(ctx, `${verb.command} ${verb.verb}`, verb, words) : verb.run(ctx, words);
}

/** In Slack a word without a slash is no command, and in Teams the command is easily forgotten. */
export async function readText(features: readonly Feature[], ctx: Asked, text: string): Promise<Reply> {
  if (/^\/?help\W*$/i.test(text.trim())) return runCommand(features, ctx, { command: 'help', words: '' });
  const { mine } = verbsOf(features, ctx);
  const { first, rest } = cut(text);
  const word = first.toLowerCase().replace(/^\/|\W+$/g, '');
  const meant = mine.find((verb) => verb.verb !== '' && verb.verb === word);
  const mistyped = mistypedCommand(mine, word, rest);
  // A verb and nothing else answers no question, nor does a command; with more words behind it, it may well be an answer.
  if (meant && rest === '') return { kind: 'say', card: withCommand(mine, meant) };
  if (mistyped && !/\s/.test(rest)) return { kind: 'say', card: withCommand(mine, mistyped) };
  for (const feature of features) {
    const reply = await feature.typed?.(ctx, text);
    if (reply) return reply;
  }
  const near = meant ?? mistyped ?? (rest.includes(' ') ? undefined : didYouMean(word, mine));
  return {
    kind: 'say',
    card: near
      ? withCommand(mine, near)
      : helpCard(mine, undefined, 'I read commands and check-in answers. You can type:'),
  };
}

/** A command that was written a little wrong, alone or with a verb of its own behind it. */
function mistypedCommand(mine: readonly Verb[], word: string, rest: string): Verb | undefined {
  const second = cut(rest).first.toLowerCase();
  for (const command of Object.keys(COMMANDS)) {
    const away = lettersApart(word, command);
    if (away === 0 || away > (word[0] === command[0] ? 2 : 1)) continue;
    const own = mine.filter((verb) => verb.command === command);
    if (second === '') return own.find((verb) => verb.verb === '') ?? own[0];
    return own.find((verb) => verb.verb === second) ?? didYouMean(second, own);
  }
  return undefined;
}

function verbsOf(features: readonly Feature[], ctx: Asked): { all: Verb[]; mine: Verb[] } {
  const all = features.flatMap((feature) => feature.verbs ?? []);
  const roles = ctx.viewer.roles.map((grant) => grant.role);
  return { all, mine: verbsFor(all, roles) };
}

/** The first word, and what follows it as it was typed. */
function cut(words: string): { first: string; rest: string } {
  const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(words.trim()) ?? [];
  return { first, rest };
}

function find(verbs: readonly Verb[], command: string, verb: string): Verb | undefined {
  return verbs.find((one) => one.command === command && one.verb === verb);
}

/** Whether a word after the command alone is for it, and no verb that was mistyped. */
function takes(bare: Verb, word: string, mine: readonly Verb[]): boolean {
  if (bare.takes === 'number') return /^\d+$/.test(word);
  const others = mine.filter((verb) => verb.command === bare.command);
  return bare.takes === 'name' && didYouMean(word, others) === undefined && namesake(mine, word) === undefined;
}

function follows({ follow }: Verb, words: string): boolean {
  const { first } = cut(words);
  return follow === undefined || first === '' || follow.includes(first.toLowerCase());
}

function namesake(verbs: readonly Verb[], word: string): Verb | undefined {
  return word === '' ? undefined : verbs.find((verb) => verb.verb === word);
}

function whatElse(mine: readonly Verb[], command: string, word: string, isForOthers: boolean) {
  const other = namesake(mine, word);
  if (other) return helpCard(mine, other.command, `“${word}” is ${written(other, 'short')}. You can type:`);
  if (isForOthers) return helpCard(mine, undefined, 'That is not for your role. You can type:');
  const meant = didYouMean(
    word,
    mine.filter((verb) => verb.command === command),
  );
  return helpCard(
    mine,
    command,
    meant ? `${notKnown(word)} Did you mean ${meant.verb}?` : `${notKnown(word)} You can type:`,
  );
}

function wrongNext(verb: Verb, words: string) {
  const { first } = cut(words);
  const usage = verb.follow?.map((next) => `${written(verb, 'short')} ${next}`).join(' or ') ?? '';
  return helpCard([verb], verb.command, `${notKnown(first)} Did you mean ${usage}?`);
}

function withCommand(mine: readonly Verb[], verb: Verb) {
  return helpCard(mine, verb.command, `Did you mean ${written(verb, 'short')}?`);
}

function notKnown(word: string): string {
  return `I do not know “${Array.from(word).slice(0, 40).join('')}”.`;
}

// What somebody types: a command with its verb, or a word in the chat.
import type { Reply } from '../chat/interaction.ts';
import type { Asked, Feature, Verb } from './feature.ts';
import { didYouMean, helpCard, verbsFor } from './help.ts';

export async function runCommand(
  features: readonly Feature[],
  ctx: Asked,
  { command, words }: { command: string; words: string },
): Promise<Reply> {
  const roles = ctx.viewer.roles.map((grant) => grant.role);
  const all = features.flatMap((feature) => feature.verbs ?? []);
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

export async function readText(features: readonly Feature[], ctx: Asked, text: string): Promise<Reply> {
  // In Slack a word without a slash is no command; whoever asks for help gets it all the same.
  if (/^\/?help\W*$/i.test(text.trim())) return runCommand(features, ctx, { command: 'help', words: '' });
  for (const feature of features) {
    const reply = await feature.typed?.(ctx, text);
    if (reply) return reply;
  }
  const mine = verbsFor(
    features.flatMap((feature) => feature.verbs ?? []),
    ctx.viewer.roles.map((grant) => grant.role),
  );
  return { kind: 'say', card: helpCard(mine, undefined, 'I read commands and check-in answers. You can type:') };
}

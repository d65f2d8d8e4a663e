// Which part of which feature a request is for.
import { nothing, type Interaction, type Reply } from '../chat/interaction.ts';
import { getPersonName } from '../roster/store.ts';
import { readText, runCommand } from './commands.ts';
import type { Asked, Feature } from '../features/feature.ts';
import { say } from './say.ts';
import { runShortcut } from './shortcuts.ts';
import { welcomeCard } from './strangers.ts';
import { submit } from './submit.ts';

export async function route(features: readonly Feature[], ctx: Asked, interaction: Interaction): Promise<Reply> {
  switch (interaction.kind) {
    case 'command':
      return runCommand(features, ctx, interaction);
    case 'press':
      return press(features, ctx, interaction.action, interaction.state);
    case 'home':
      return press(features, ctx, 'home:page', {});
    case 'submit':
      return submit(features, ctx, interaction);
    case 'text':
      return readText(features, ctx, interaction.text);
    case 'shortcut':
      return runShortcut(features, ctx, interaction);
    case 'account':
    case 'place':
      // What was told is kept before anybody is looked for.
      return nothing;
    case 'presence':
      if (interaction.change === 'removed') return nothing;
      await ctx.send(ctx.personId, {
        key: `welcome:${ctx.personId}:${interaction.sender.platform}`,
        kind: 'welcome',
        card: welcomeCard(await getPersonName(ctx.tx, ctx.viewer, ctx.personId)),
      });
      return nothing;
  }
}

async function press(
  features: readonly Feature[],
  ctx: Asked,
  action: string,
  state: Record<string, string>,
): Promise<Reply> {
  return (
    (await findPress(features, action)?.(ctx, state)) ??
    say('words', 'This button is from an older message. Type help to see what you can do now.')
  );
}

function findPress(features: readonly Feature[], action: string) {
  for (const feature of features)
    if (feature.presses && Object.hasOwn(feature.presses, action)) return feature.presses[action];
  return undefined;
}

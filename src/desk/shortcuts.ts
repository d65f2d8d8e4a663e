// What is picked from a menu instead of typed.
import type { Reply } from '../chat/interaction.ts';
import type { Asked, Feature } from '../features/feature.ts';
import { say } from './say.ts';
import { pickFor } from '../features/whom/index.ts';

export async function runShortcut(
  features: readonly Feature[],
  ctx: Asked,
  { shortcut, text = '' }: { shortcut: string; text?: string },
): Promise<Reply> {
  const found = features.flatMap((feature) => feature.shortcuts ?? []).find((one) => one.id === shortcut);
  if (!found) return say('words', 'This shortcut is from an older version. Type help to see what you can do now.');
  if (!ctx.viewer.roles.some((grant) => found.roles.includes(grant.role)))
    return say('words', 'That is not for your role. Type help to see what you can do.');
  return 'forPair' in found ? pickFor(ctx, found.id, found, text) : found.run(ctx, text);
}

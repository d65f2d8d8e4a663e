// Home: what somebody finds when they look, put together from the features.
import { defineCard } from '../chat/card.ts';
import type { Reply } from '../chat/interaction.ts';
import type { Asked, Feature } from './feature.ts';

export async function showHome(features: readonly Feature[], ctx: Asked): Promise<Reply> {
  const sections = [];
  for (const feature of features) sections.push(...((await feature.home?.(ctx)) ?? []));
  const card = defineCard({
    id: 'home:home',
    summary: 'Your week in Throughline',
    parts: sections
      .sort((a, b) => a.place - b.place)
      .flatMap((section) => [{ kind: 'heading' as const, text: section.title }, ...section.parts]),
  });
  return { kind: 'home', card };
}

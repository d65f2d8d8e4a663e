/** What the tab's server answers, as its page reads it. */
import { z } from 'zod';

export const AdaptiveCard = z.looseObject({
  type: z.literal('AdaptiveCard'),
  actions: z.array(z.looseObject({ title: z.string(), data: z.record(z.string(), z.unknown()) })).optional(),
});

export const tabAnswer = z.object({
  show: z.enum(['home', 'form', 'card', 'done', 'late', 'stranger']),
  title: z.string().optional(),
  card: AdaptiveCard.optional(),
  words: z.string().optional(),
  chat: z.string().optional(),
});

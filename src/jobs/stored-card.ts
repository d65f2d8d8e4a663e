// A card as it is read back from the ledger: the row may be older than the code that reads it.
import { z } from 'zod';
import type { Card } from '../chat/card.ts';

const Span = z.union([
  z.string(),
  z.object({ bold: z.string() }),
  z.object({ italic: z.string() }),
  z.object({ link: z.string(), url: z.string() }),
]);
const Text = z.union([z.string(), z.array(Span)]);

const Button = z.object({
  action: z.string(),
  label: z.string(),
  state: z.record(z.string(), z.string()),
  style: z.enum(['primary', 'danger']).optional(),
  opens: z.literal('form').optional(),
});

const Part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string() }),
  z.object({ kind: z.literal('text'), text: Text, quiet: z.boolean().optional() }),
  z.object({ kind: z.literal('facts'), facts: z.array(z.object({ label: z.string(), value: z.string() })) }),
  z.object({ kind: z.literal('list'), items: z.array(Text) }),
  z.object({
    kind: z.literal('table'),
    caption: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
  }),
  z.object({ kind: z.literal('progress'), label: z.string(), done: z.number(), total: z.number() }),
  z.object({
    kind: z.literal('chart'),
    chart: z.enum(['line', 'bar']),
    title: z.string(),
    labels: z.array(z.string()),
    series: z.array(z.object({ name: z.string(), values: z.array(z.number()) })),
    summary: z.string(),
  }),
  z.object({ kind: z.literal('divider') }),
  z.object({ kind: z.literal('buttons'), buttons: z.array(Button) }),
  z.object({ kind: z.literal('link'), label: z.string(), url: z.string() }),
]);

const StoredCard = z.object({ id: z.string(), summary: z.string(), parts: z.array(Part) });

/** The card, or undefined where what is stored is none. */
export function readCard(stored: unknown): Card | undefined {
  const read = StoredCard.safeParse(stored);
  // An optional property is absent in what JSON gave, never present and undefined.
  return read.success ? (read.data as Card) : undefined;
}

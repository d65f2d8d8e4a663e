// What a file of records is made of: sections of rows, whatever tables they come from, with names beside ids and words as words.
import { z } from 'zod';
import type { Card } from '../chat/card.ts';
import { plainText } from '../chat/plain.ts';
import type { Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';

export interface Section {
  table: string;
  title: string;
  rows: readonly RecordRow[];
}

export interface RecordRow {
  id: string;
  /** By the column's name; `coach` beside `coach_id`. */
  fields: Readonly<Record<string, string>>;
  /** The fields in which somebody wrote freely. */
  words: readonly string[];
}

/** A table as people are shown it. */
export interface Shown {
  title: string;
  /** Columns in which somebody wrote freely. */
  words?: readonly string[];
  /** Columns that say nothing about anybody, or are not theirs to have. */
  without?: readonly string[];
}

const OF_OURS = ['tenant_id'];

/** Rows of the table as `r`, ordered so that the same content is the same file. */
export async function readSection(tx: Tx, table: string, shown: Shown, where: Prisma.Sql): Promise<Section> {
  const found = await tx.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(r) as row from ${Prisma.raw(`"${table}"`)} r where ${where}`;
  const without = [...OF_OURS, ...(shown.without ?? [])];
  const rows = found.map(({ row }) => {
    const fields = Object.entries(row).flatMap(([name, value]) =>
      without.includes(name) || value === null || value === '' ? [] : [[name, inWords(value)] as const],
    );
    const words = (shown.words ?? []).filter((name) => typeof row[name] === 'string' || name === 'card');
    return { id: inWords(row['id'] ?? ''), fields: Object.fromEntries(fields), words };
  });
  return { table, title: shown.title, rows: rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

/** The name of each person and school beside its id. */
export async function nameAll(tx: Tx, tenantId: string, sections: readonly Section[]): Promise<Section[]> {
  const isId = (value: string) => z.uuid().safeParse(value).success;
  const ids = [
    ...new Set(sections.flatMap(({ rows }) => rows.flatMap(({ fields }) => Object.values(fields).filter(isId)))),
  ];
  const found = await tx.$queryRaw<{ id: string; name: string }[]>`
    select id, display_name as name from person where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])
    union all select id, name from school where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])
    union all select id, name from organization where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`;
  const names = new Map(found.map(({ id, name }) => [id, name]));
  const withNames = (fields: RecordRow['fields']) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([column, value]) => {
        const name = column.endsWith('_id') ? names.get(value) : undefined;
        return [[column, value] as const, ...(name === undefined ? [] : [[column.slice(0, -3), name] as const])];
      }),
    );
  return sections.map((section) => ({
    ...section,
    rows: section.rows.map((row) => ({ ...row, fields: withNames(row.fields) })),
  }));
}

function keyOf({ id, fields }: RecordRow): string {
  return `${fields['week_of'] ?? fields['visited_on'] ?? fields['created_at'] ?? fields['moved_at'] ?? ''} ${id}`;
}

const CardLike = z.looseObject({ summary: z.string(), parts: z.array(z.looseObject({ kind: z.string() })) });

function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  const card = CardLike.safeParse(value);
  return card.success ? plainText(card.data as unknown as Card) : JSON.stringify(value);
}

/** Slack's cursors: opaque text that names where the next page starts. */
export function pageOf<Item>(
  all: readonly Item[],
  cursor: string | undefined,
  limit: number,
): { items: Item[]; nextCursor: string } | undefined {
  const start = cursor === undefined || cursor === '' ? 0 : Number(/^next:(\d+)$/.exec(decode(cursor))?.[1]);
  if (Number.isNaN(start)) return undefined;
  const size = Math.min(Math.max(limit, 1), 1000);
  const next = start + size;
  return {
    items: all.slice(start, next),
    nextCursor: next < all.length ? Buffer.from(`next:${String(next)}`).toString('base64') : '',
  };
}

function decode(cursor: string): string {
  return Buffer.from(cursor, 'base64').toString();
}

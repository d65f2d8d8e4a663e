import { listModels, listSources, withoutComments } from './sources.ts';

const WRITES = 'create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany';

/** Every model with its table and the one writer that its comment names: `roster/accounts`. */
const models = listModels().map(({ comment, name, table }) => ({
  name,
  field: name.charAt(0).toLowerCase() + name.slice(1),
  table,
  writer: /Written by ([\w/-]+)/.exec(comment)?.[1],
}));

/** What a file writes to, whether through Prisma or in SQL of its own. */
const written = listSources('src')
  .filter(({ path }) => !path.startsWith('src/playground/pocket-') && !path.startsWith('src/playground/page/'))
  .flatMap(({ path, text }) => {
    const code = withoutComments(text);
    return models
      .filter(
        ({ field, table }) =>
          new RegExp(`\\b(?:tx|db)\\.${field}\\.(?:${WRITES})\\(`).test(code) ||
          new RegExp(`\\b(?:insert into|delete from|merge into) "?${table}"?\\b`, 'i').test(code) ||
          new RegExp(`(?<!for |do )\\bupdate "?${table}"?\\s+(?:\\w+\\s+)?set\\b`, 'i').test(code),
      )
      .map(({ name }) => ({ name, path }));
  });

/** Second writers that are meant, each with its reason. */
const ALLOWED: Record<string, readonly string[]> = {
  // A rate limit that the ledger met holds the whole workspace back, in the transaction that records it.
  Workspace: ['src/jobs/'],
};

describe('one writer a table', () => {
  it.each(models.map(({ name }) => name))('%s is written in one room only', (name) => {
    const rooms = new Set(
      written
        .filter((one) => one.name === name && !(ALLOWED[name] ?? []).some((room) => one.path.startsWith(room)))
        .map(({ path }) => roomOf(path)),
    );

    expect([...rooms].length).toBeLessThanOrEqual(1);
  });

  it.each(models.filter(({ writer }) => writer !== undefined).map(({ name, writer }) => [name, writer ?? ''] as const))(
    '%s is written by %s, as its comment in the schema says',
    (name, writer) => {
      const rooms = written
        .filter((one) => one.name === name && !(ALLOWED[name] ?? []).some((room) => one.path.startsWith(room)))
        .map(({ path }) => roomOf(path));

      for (const room of rooms) expect(`src/${writer}`).toMatch(new RegExp(`^${room}(/|$)`));
    },
  );

  it('keeps the writes of a feature in its store', () => {
    const elsewhere = written.filter(({ path }) => path.startsWith('src/features/') && !path.endsWith('/store.ts'));

    expect(elsewhere).toEqual([]);
  });
});

/** `src/features/plan`, or the floor: `src/roster`. */
function roomOf(path: string): string {
  return /^src\/(?:features\/[^/]+|[^/]+)/.exec(path)?.[0] ?? path;
}

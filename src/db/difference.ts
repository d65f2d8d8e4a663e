import { noFilters, type SchemaEngine } from './engine.ts';

/** The SQL that leads from one schema to another, or undefined where they agree. */
export async function writeDifference(
  engine: SchemaEngine,
  from: string | undefined,
  to: string,
): Promise<string | undefined> {
  const { stdout } = await engine.diff({
    from:
      from === undefined
        ? { tag: 'empty' }
        : { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: from }] },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: to }] },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: noFilters,
  });
  return stdout === null || stdout.trim() === '' || stdout.includes('This is an empty migration') ? undefined : stdout;
}

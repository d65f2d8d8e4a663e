// npm run db:migration NAME: writes prisma/migrations/<stamp>_<name>/migration.sql, the difference between the schema as it
// stood at the last migration (prisma/migrated.prisma) and the schema now. The two schemas are compared and not a database,
// because reading one back through the engine fails on PostgreSQL's "char" columns.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../src/db/client.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { openSchemaEngine } from '../src/db/engine.ts';
import { writeDifference } from '../src/db/difference.ts';

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run db:migration NAME   (small letters, digits and _, for example add_walks)');
  process.exit(2);
}

const migrated = join('prisma', 'migrated.prisma');
const schema = readFileSync(join('prisma', 'schema.prisma'), 'utf8');
const embedded = await startEmbedded({});
const connection = connect(embedded);
const engine = await openSchemaEngine(connection.pool, schema);
const sql = await writeDifference(engine, existsSync(migrated) ? readFileSync(migrated, 'utf8') : undefined, schema);
if (sql === undefined) {
  console.log('The schema and the migrations agree: nothing to write.');
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join('prisma', 'migrations', `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), sql);
  writeFileSync(migrated, schema);
  console.log(`Wrote ${folder}/migration.sql. For each new table add: select throughline_protect('its_name');`);
}
await connection.close();
await embedded.stop();
process.exit(0);

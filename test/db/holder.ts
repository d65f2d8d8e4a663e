// Opens the embedded database on the folder it is given, writes one tenant, and holds it open until it is killed.
import { join } from 'node:path';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { createTenant, listTenants } from '../../src/roster/tenants.ts';

const database = await openDatabase({ dataFolder: process.argv[2] ?? '', databasePool: 2 });
await migrate(database, join(import.meta.dirname, '..', '..', 'prisma'));
const before = await listTenants(database.db);
await createTenant(database.db, `tenant ${before.length + 1}`);
console.log(`holding ${before.length + 1}`);
setInterval(() => undefined, 60_000);

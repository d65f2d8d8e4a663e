// The product in a process of its own, with the platforms it is told: prints which packages it has loaded once it stands.
import { createRequire } from 'node:module';
import { connect, type DatabaseAddress } from '../../src/db/client.ts';
import type { SlackConfig, TeamsConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { start } from '../../src/main.ts';

export interface LoadedProcess {
  address: DatabaseAddress;
  on: { slack?: SlackConfig; teams?: TeamsConfig };
}

const { address, on } = JSON.parse(process.argv[2] ?? '') as LoadedProcess;
const connection = connect(address);
const house = await start({
  config: { port: 0, host: '127.0.0.1', dataFolder: 'unused', databasePool: 2, logLevel: 'silent', ...on },
  log: createLog({ level: 'silent' }),
  prismaFolder: 'prisma',
  ticks: false,
  database: { ...connection, address, words: 'a test database', close: () => connection.close() },
});
// These packages are CommonJS, so whoever loads them, and however, they come to stand in this cache.
const files = Object.keys(createRequire(import.meta.url).cache);
const packages = files.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? '');
console.log(JSON.stringify([...new Set(packages)].sort()));
await house.stop();
process.exit();

import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export default async function globalSetup() {
  process.env.TEST_RUN = randomBytes(4).toString('hex');
  const server = fork('test/support/database-server.ts', { execArgv: ['--import', 'tsx'], env: process.env });
  process.env.TEST_DATABASE_SERVER = await new Promise((resolve, reject) => {
    server.once('message', ({ port }) => resolve(String(port)));
    server.once('exit', () => reject(new Error('The test database could not be started; its reason stands above.')));
  });
  globalThis.testDatabaseServer = server;
}

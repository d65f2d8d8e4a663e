// Started once before all tests, in a process of its own because PGlite is WebAssembly that jest's sandbox cannot load.
// Makes the migrated template, then answers on a port of this machine: POST /open copies the template, POST /close ends a copy.
import { createServer } from 'node:http';
import { connect } from '../../src/db/client.ts';
import { startEmbedded, type EmbeddedDatabase } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { onServer, templateName, withDatabase } from './database.ts';

const url = process.env['TEST_DATABASE_URL'];
const opened = new Map<string, EmbeddedDatabase>();
const template = url === undefined ? await embeddedTemplate() : undefined;
if (url !== undefined) await serverTemplate(url);

const server = createServer((request, response) => {
  void answer(request.url ?? '').then(
    (body) => {
      response.end(body);
    },
    (error: unknown) => {
      response.writeHead(500).end(String(error));
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('disconnect', () => void stop());

async function answer(path: string): Promise<string> {
  const [, verb, id] = /^\/(open|close)\/?(.*)$/.exec(path) ?? [];
  if (verb === 'open' && template !== undefined) {
    const embedded = await startEmbedded({ from: template });
    opened.set(embedded.socketFolder, embedded);
    return embedded.socketFolder;
  }
  const key = decodeURIComponent(id ?? '');
  await opened.get(key)?.stop();
  opened.delete(key);
  return '';
}

async function embeddedTemplate(): Promise<Blob> {
  const embedded = await startEmbedded({});
  const connection = connect(embedded);
  await migrate(connection, 'prisma');
  await connection.close();
  const blob = await embedded.dump();
  await embedded.stop();
  return blob;
}

async function serverTemplate(serverUrl: string): Promise<void> {
  await onServer(serverUrl, `create database ${templateName()}`);
  const connection = connect({ url: withDatabase(serverUrl, templateName()) });
  await migrate(connection, 'prisma');
  await connection.close();
}

async function stop(): Promise<void> {
  for (const embedded of opened.values()) await embedded.stop();
  if (url !== undefined) await onServer(url, `drop database if exists ${templateName()} with (force)`);
  process.exit(0);
}

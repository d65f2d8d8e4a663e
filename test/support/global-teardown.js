export default async function globalTeardown() {
  const server = globalThis.testDatabaseServer;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.disconnect();
  await ended;
}

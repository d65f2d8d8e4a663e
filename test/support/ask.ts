/** Asks the process that all test files share, which database-server.ts is. */
export async function ask(path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${process.env['TEST_DATABASE_SERVER']}${path}`, { method: 'POST' });
  const body = await response.text();
  if (!response.ok) throw new Error(`the process that the tests share failed: ${body}`);
  return body;
}

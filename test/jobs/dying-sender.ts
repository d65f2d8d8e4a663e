// A sender in a process of its own, for a test to kill: it posts each message's key to an address.
import { randomUUID } from 'node:crypto';
import type { Platform } from '../../src/chat/platform.ts';
import { systemClock } from '../../src/clock.ts';
import { connect, type DatabaseAddress } from '../../src/db/client.ts';
import { createPace, unpaced } from '../../src/jobs/pace.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { silentLog } from '../../src/log.ts';

const [address = '', url = '', paced = 'paced'] = process.argv.slice(2);
const { db, close } = connect(JSON.parse(address) as DatabaseAddress);

async function post(_address: unknown, _card: unknown, key: string) {
  const response = await fetch(url, { method: 'POST', body: key });
  return { messageId: await response.text() };
}

await sendDue({
  db,
  clock: systemClock,
  log: silentLog,
  platforms: new Map([['slack', { name: 'slack', post } as unknown as Platform]]),
  guards: {},
  processId: randomUUID(),
  pace:
    paced === 'paced' ? createPace(systemClock, { perWorkspacePerSecond: { slack: 10_000 }, laneRestMs: 0 }) : unpaced,
  atOnce: 20,
});
await close();

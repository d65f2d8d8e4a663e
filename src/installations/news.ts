// Tells the other processes on a PostgreSQL that an installation has changed. A hint only: whoever misses it forgets by itself soon.
import pg from 'pg';
import { poolConfig, socketOf, type DatabaseAddress, type Tx } from '../db/client.ts';
import type { Log } from '../log.ts';

const CHANNEL = 'throughline_installation';
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const LEAVE_MS = 2_000;

/** Goes out when the transaction is committed. */
export async function tellOthers(tx: Tx, teamId: string): Promise<void> {
  await tx.$executeRaw`select pg_notify(${CHANNEL}, ${teamId})`;
}

export interface Listening {
  stop(): Promise<void>;
}

/**
 * Listens on a connection of its own, and connects again whenever it is lost. `missed` is called whenever something may have
 * gone unheard.
 */
export function listen(
  address: DatabaseAddress,
  log: Log,
  on: { heard(teamId: string): void; missed(): void },
): Listening {
  let stopped = false;
  let waitMs = FIRST_WAIT_MS;
  let timer: NodeJS.Timeout | undefined;
  let client = open();

  function open(): pg.Client {
    const opened = new pg.Client({ ...poolConfig(address), keepAlive: true });
    let lost = false;
    const again = () => {
      if (lost || stopped) return;
      lost = true;
      on.missed();
      log.warn({ waitMs }, 'news of installations cannot be heard; the connection is opened again');
      timer = setTimeout(() => (client = open()), waitMs).unref();
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      opened.end().catch(() => undefined);
    };
    opened.on('error', again).on('end', again);
    opened.on('notification', ({ payload = '' }) => {
      on.heard(payload);
    });
    opened
      .connect()
      .then(() => opened.query(`listen ${CHANNEL}`))
      .then(() => {
        waitMs = FIRST_WAIT_MS;
        on.missed();
      })
      .catch(again);
    return opened;
  }

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      // A server that is gone without a word does not take its leave either.
      const late = setTimeout(() => socketOf(client).destroy(), LEAVE_MS);
      await client.end().catch(() => undefined);
      clearTimeout(late);
    },
  };
}

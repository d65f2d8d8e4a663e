// The way to the database, as a wire that can be cut: to a process, a restart or a failover of its database looks like this.
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Cable {
  /** The address of the database by way of this wire. */
  url: string;
  /** Ends every connection and takes no new one. */
  cut(): void;
  /** Keeps every connection and lets nothing through, as a network that is gone without a word. */
  hang(): void;
  /** Takes new connections. What hung stays dead. */
  mend(): void;
  /**
   * Once: what a connection says right after `words` arrives, and its answer is lost together with the connection: in a transaction
   * with one statement that is the end of it. Returns whether that has happened.
   */
  loseAnswerAfter(words: string): () => boolean;
  close(): Promise<void>;
}

interface Loss {
  words: string;
  /** The connection that has said the words, and the one whose answer is lost. */
  on?: Socket;
  lost?: Socket;
}

export async function layCable(databaseUrl: string): Promise<Cable> {
  const there = new URL(databaseUrl);
  const ends = new Set<Socket>();
  let isCut = false;
  let loss: Loss | undefined;
  let hangs = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    if (hangs) {
      ends.add(near);
      near.on('error', () => undefined).on('close', () => ends.delete(near));
      return;
    }
    const far = connect(Number(there.port === '' ? 5432 : there.port), there.hostname);
    near.on('data', (said) => {
      if (loss && !loss.lost) overhear(loss, near, said.toString('latin1'));
      far.write(said);
    });
    far.on('data', (answer) => {
      if (loss?.lost === near) near.destroy();
      else near.write(answer);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on('end', () => other.end());
      one.on('error', () => other.destroy());
      one.on('close', () => {
        ends.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const here = new URL(databaseUrl);
  here.hostname = '127.0.0.1';
  here.port = String((server.address() as AddressInfo).port);
  return {
    url: here.toString(),
    cut() {
      isCut = true;
      for (const end of ends) end.destroy();
    },
    hang() {
      hangs = true;
      for (const end of ends) end.pause();
    },
    mend() {
      isCut = false;
      hangs = false;
    },
    loseAnswerAfter(words) {
      const made: Loss = { words };
      loss = made;
      return () => made.lost !== undefined;
    },
    async close() {
      for (const end of ends) end.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function overhear(loss: Loss, near: Socket, said: string): void {
  if (loss.on === near) loss.lost = near;
  else if (said.includes(loss.words)) loss.on = near;
}

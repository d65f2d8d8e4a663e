// Serves the embedded database on a unix socket: many connections, one backend. Plain JavaScript like the thread it runs in.
//
// What a client sends up to its Sync belongs together: the backend keeps one unnamed statement and one state of error for
// everybody, so if the messages of two clients were mixed, one would run what the other has prepared, or be skipped after the
// other's mistake. So a unit is run whole, and during a transaction only the client that began it is heard.
// @ts-check
import { createServer } from 'node:net';

/** @typedef {import('@electric-sql/pglite').PGlite} PGlite */
/** @typedef {{ socket: import('node:net').Socket, buffer: Buffer, started: boolean, unit: Buffer[], gone: boolean }} Line */
/** @typedef {{ line: Line, messages: Buffer[], isOpen: boolean }} Unit */

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
/** Parse, Bind, Describe, Execute, Close: more follows until a Sync. */
const MORE_FOLLOWS = 'PBDEC';

/**
 * @param {PGlite} pglite
 * @param {string} path
 * @returns {Promise<{ close(): Promise<void> }>}
 */
export async function serve(pglite, path) {
  /** @type {Unit[]} */
  const waiting = [];
  /** @type {Set<Line>} */
  const lines = new Set();
  /** Who is heard alone: the client in a transaction, or in the middle of what it sends. @type {Line | undefined} */
  let holder;
  let running = false;

  const server = createServer((socket) => {
    /** @type {Line} */
    const line = { socket, buffer: Buffer.alloc(0), started: false, unit: [], gone: false };
    lines.add(line);
    socket.on('data', (data) => {
      line.buffer = Buffer.concat([line.buffer, data]);
      readMessages(line);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      lines.delete(line);
      line.gone = true;
      void run();
    });
  });

  /** @param {Line} line */
  function readMessages(line) {
    for (let message = takeMessage(line); message !== undefined; message = takeMessage(line)) {
      if (!line.started) start(line, message);
      else take(line, message);
    }
  }

  /** @param {Line} line @param {Buffer} message */
  function start(line, message) {
    const code = message.readInt32BE(4);
    if (code === SSL_REQUEST || code === GSS_REQUEST) line.socket.write('N');
    else if (code === CANCEL_REQUEST) line.socket.end();
    else {
      line.started = true;
      queue({ line, messages: [message], isOpen: false });
    }
  }

  /** @param {Line} line @param {Buffer} message */
  function take(line, message) {
    const kind = String.fromCharCode(message[0] ?? 0);
    if (kind === 'X') {
      line.socket.end();
      return;
    }
    line.unit.push(message);
    if (MORE_FOLLOWS.includes(kind)) return;
    queue({ line, messages: line.unit, isOpen: kind === 'H' });
    line.unit = [];
  }

  /** @param {Unit} unit */
  function queue(unit) {
    waiting.push(unit);
    void run();
  }

  async function run() {
    if (running) return;
    running = true;
    for (;;) {
      if (holder?.gone === true) await release();
      const index = holder === undefined ? 0 : waiting.findIndex((unit) => unit.line === holder);
      const unit = index < 0 ? undefined : waiting.splice(index, 1)[0];
      if (unit === undefined) break;
      if (!unit.line.gone) await runUnit(unit);
    }
    running = false;
  }

  /** @param {Unit} unit */
  async function runUnit({ line, messages, isOpen }) {
    const onRawData = (/** @type {Uint8Array} */ data) => {
      if (line.socket.writable) line.socket.write(Buffer.from(data));
    };
    try {
      await pglite.runExclusive(async () => {
        for (const message of messages) await pglite.execProtocolRawStream(new Uint8Array(message), { onRawData });
      });
    } catch (error) {
      line.socket.destroy(error instanceof Error ? error : new Error(String(error)));
      line.gone = true;
    }
    holder = isOpen || pglite.isInTransaction() ? line : undefined;
  }

  /** What a client that is gone had begun is undone. */
  async function release() {
    if (pglite.isInTransaction()) await pglite.exec('ROLLBACK');
    holder = undefined;
  }

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve(undefined));
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const line of lines) line.socket.destroy();
      }),
  };
}

/**
 * The next whole message: before the start a length and a body, after it a letter, a length and a body.
 * @param {Line} line
 * @returns {Buffer | undefined}
 */
function takeMessage(line) {
  const head = line.started ? 1 : 0;
  if (line.buffer.length < head + 4) return undefined;
  const length = head + line.buffer.readInt32BE(head);
  if (line.buffer.length < length) return undefined;
  const message = line.buffer.subarray(0, length);
  line.buffer = line.buffer.subarray(length);
  return message;
}

// Lets only UTF-8 through, and says where and in what else a file is written.

import { isUtf8 } from 'node:buffer';
import { Transform } from 'node:stream';

export interface EncodingFault {
  row: number;
  looksLike: string;
}

/** Passes bytes on unchanged; at the first that are not UTF-8 it calls `onFault` and ends the stream there. */
export function createUtf8Gate(onFault: (fault: EncodingFault) => void, onBytes?: (count: number) => void): Transform {
  let carried: Buffer = Buffer.alloc(0);
  let rows = 1;
  let first = true;
  let closed = false;

  function pass(gate: Transform, bytes: Buffer): void {
    if (first && bytes.length > 0) {
      first = false;
      const utf16 = utf16Mark(bytes);
      if (utf16) {
        fail(gate, { row: 1, looksLike: utf16 });
        return;
      }
    }
    if (!isUtf8(bytes) || bytes.includes(0)) {
      fail(gate, faultIn(bytes, rows));
      return;
    }
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) rows += 1;
    gate.push(bytes);
  }

  function fail(gate: Transform, fault: EncodingFault): void {
    closed = true;
    onFault(fault);
    gate.push(null);
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes?.(chunk.length);
      if (!closed) {
        const bytes = carried.length > 0 ? Buffer.concat([carried, chunk]) : chunk;
        const whole = wholeCharacters(bytes);
        carried = bytes.subarray(whole);
        pass(this, bytes.subarray(0, whole));
      }
      done();
    },
    flush(done) {
      if (!closed) pass(this, carried);
      done();
    },
  });
}

/** How many leading bytes end between two characters, so that a chunk cut inside a character is not taken for a fault. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function utf16Mark(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16 (little-endian)';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16 (big-endian)';
  return undefined;
}

function faultIn(bytes: Buffer, rowsBefore: number): EncodingFault {
  let row = rowsBefore;
  for (let start = 0; start < bytes.length; row += 1) {
    const end = bytes.indexOf(10, start);
    const line = bytes.subarray(start, end === -1 ? bytes.length : end);
    if (line.includes(0)) return { row, looksLike: 'UTF-16 or a binary file' };
    if (!isUtf8(line)) return { row, looksLike: 'Windows-1252 (the old "ANSI" of Excel)' };
    start = end === -1 ? bytes.length : end + 1;
  }
  return { row: rowsBefore, looksLike: 'something else' };
}

// Tells by a file's first bytes what it is, so that a renamed file is still named for what is wrong with it.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

export type FileFormat = 'oneroster' | 'spreadsheet' | 'pairs' | 'ical' | 'calendar-csv';

/** A roster is a zip or a sheet, a calendar an iCal file or a sheet; the columns of a sheet say which one. */
export async function detectFormat(path: string, as: 'roster' | 'calendar'): Promise<FileFormat> {
  const head = await readHead(path);
  if (as === 'calendar')
    return /\.ics$/i.test(path) || !/^\uFEFF?"?date"?\s*,/i.test(head) ? icalUnlessSheet(path) : 'calendar-csv';
  if (/\.zip$/i.test(path) || head.startsWith('PK')) return 'oneroster';
  const [header = ''] = head.split(/\r?\n/, 1);
  return /\bcoach[_ ]email\b/i.test(header) ? 'pairs' : 'spreadsheet';
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch {
    // The reader says in words why a file cannot be opened.
    return '';
  }
  return hash.digest('hex');
}

function icalUnlessSheet(path: string): FileFormat {
  return /\.csv$/i.test(path) ? 'calendar-csv' : 'ical';
}

async function readHead(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2048), 0, 2048, 0);
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

// Opens an untrusted zip: looks at all of its table of contents first, and refuses tricks before a byte is unpacked.

import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import type { IssueLog } from './issue.ts';

export interface ZipLimits {
  entries: number;
  entryBytes: number;
  totalBytes: number;
  /** How many times larger than its packed form a large file may be. */
  ratio: number;
}

export interface Zip {
  entries: ReadonlyMap<string, { bytes: number }>;
  /** Empty for a file that is damaged; the log then says so. */
  open(name: string): Promise<Readable>;
  close(): void;
}

const LIMITS: ZipLimits = { entries: 500, entryBytes: 2 * 2 ** 30, totalBytes: 4 * 2 ** 30, ratio: 150 };
/** Below this a high ratio harms nobody. */
const RATIO_MATTERS_FROM = 5 * 2 ** 20;

/** The zip, or undefined when it cannot be used; the log then says why. */
export async function openZip(
  path: string,
  file: string,
  log: IssueLog,
  limits: Partial<ZipLimits> = {},
): Promise<Zip | undefined> {
  let zip: yauzl.ZipFile;
  try {
    zip = await openFile(path);
  } catch (error) {
    if (isSystemError(error)) {
      log.error(
        'UNREADABLE',
        file,
        undefined,
        `The file could not be opened (${error.code}). Check its name and rights.`,
      );
    } else {
      const advice =
        'Export the roster again as one .zip of CSV files; a renamed or half-downloaded file does not work.';
      log.error('NOT_A_ZIP', file, undefined, `This is not a zip file. ${advice}`);
    }
    return undefined;
  }
  try {
    const entries = await listEntries(zip, { ...LIMITS, ...limits });
    if (typeof entries !== 'string') return asZip(zip, entries, log);
    log.error('UNSAFE_ZIP', file, undefined, entries);
  } catch {
    const advice = 'It may be damaged or made to do harm. Ask the district for a fresh export.';
    log.error('UNSAFE_ZIP', file, undefined, `The zip's table of contents cannot be trusted. ${advice}`);
  }
  zip.close();
  return undefined;
}

function asZip(zip: yauzl.ZipFile, entries: Map<string, yauzl.Entry>, log: IssueLog): Zip {
  return {
    entries: new Map([...entries].map(([name, entry]) => [name, { bytes: entry.uncompressedSize }])),
    open: (name) =>
      new Promise((resolve) => {
        const unreadable = (): void => {
          const advice = 'Ask the district for a fresh export.';
          log.error('UNSAFE_ZIP', name, undefined, `The zip is damaged where this file should be. ${advice}`);
          resolve(Readable.from([]));
        };
        const entry = entries.get(name);
        if (!entry) {
          unreadable();
          return;
        }
        try {
          zip.openReadStream(entry, (error, stream) => {
            if (error) unreadable();
            else resolve(stream);
          });
        } catch {
          unreadable();
        }
      }),
    close: () => {
      zip.close();
    },
  };
}

function openFile(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(error);
      else resolve(zip);
    });
  });
}

/** All files by name, or the sentence that says why the zip is refused. yauzl itself refuses absolute paths and `..`. */
function listEntries(zip: yauzl.ZipFile, limits: ZipLimits): Promise<Map<string, yauzl.Entry> | string> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, yauzl.Entry>();
    let total = 0;
    zip.on('error', reject);
    zip.on('end', () => {
      resolve(entries);
    });
    zip.on('entry', (entry: yauzl.Entry) => {
      total += entry.uncompressedSize;
      const refusal = refuse(entry, entries, total, limits);
      if (refusal !== undefined) {
        resolve(refusal);
        return;
      }
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function refuse(
  entry: yauzl.Entry,
  seen: ReadonlyMap<string, yauzl.Entry>,
  total: number,
  limits: ZipLimits,
): string | undefined {
  const name = JSON.stringify(entry.fileName.slice(0, 80));
  if (seen.size >= limits.entries)
    return `The zip holds more than ${String(limits.entries)} files; a roster has about 25.`;
  if (seen.has(entry.fileName))
    return `The zip holds ${name} twice, so it is unclear which one counts. Zip the files again.`;
  if (entry.isEncrypted()) return `${name} is locked with a password. Export the roster without one.`;
  if (entry.uncompressedSize > limits.entryBytes || total > limits.totalBytes) {
    return `${name} would unpack to more than a roster can hold. Ask the district for a fresh export.`;
  }
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > RATIO_MATTERS_FROM && ratio > limits.ratio) {
    return `${name} would unpack to ${String(Math.round(ratio))} times its size, as a zip bomb does. It was not opened.`;
  }
  return undefined;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
}

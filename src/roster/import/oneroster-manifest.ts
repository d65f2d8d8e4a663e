// manifest.csv says which version a package is and which files are in it.

import type { IssueLog } from './issue.ts';
import { readCsv } from './csv.ts';
import { REQUIRED, type FileName, type Version } from './oneroster-format.ts';
import type { Zip } from './zip.ts';

export type FileMode = 'bulk' | 'delta' | 'absent';

export interface Manifest {
  version: Version;
  modeOf(file: FileName): FileMode;
}

const FILE = 'manifest.csv';

export async function readManifest(zip: Zip, zipName: string, log: IssueLog): Promise<Manifest | undefined> {
  if (!zip.entries.has(FILE)) {
    reportNoManifest(zip, zipName, log);
    return undefined;
  }
  const properties = await readProperties(zip, log);
  if (log.hasErrors()) return undefined;

  const version = properties.get('oneroster.version');
  if (version !== '1.1' && version !== '1.2') {
    const said =
      version === undefined ? 'states no OneRoster version' : `states OneRoster version "${version.slice(0, 20)}"`;
    log.error(
      'VERSION_UNSUPPORTED',
      FILE,
      undefined,
      `The manifest ${said}. Ask the district for a 1.1 or 1.2 export.`,
    );
    return undefined;
  }
  const manifestVersion = properties.get('manifest.version');
  if (manifestVersion !== '1.0') {
    const said = manifestVersion === undefined ? 'missing' : `"${manifestVersion.slice(0, 20)}"`;
    log.error('VERSION_UNSUPPORTED', FILE, undefined, `manifest.version is ${said}; it must be 1.0.`);
  }
  checkDeclarations(properties, zip, REQUIRED[version], log);
  return {
    version,
    modeOf(file) {
      const mode = properties.get(`file.${file}`);
      return mode === 'bulk' || mode === 'delta' ? mode : 'absent';
    },
  };
}

async function readProperties(zip: Zip, log: IssueLog): Promise<Map<string, string>> {
  const properties = new Map<string, string>();
  await readCsv(await zip.open(FILE), {
    file: FILE,
    log,
    onHeader(cells) {
      if (cells[0] === 'propertyName' && cells[1] === 'value') return true;
      log.error('BAD_HEADER', FILE, 1, 'The header must be "propertyName,value".');
      return false;
    },
    onRecord([name = '', value = ''], row) {
      if (name.startsWith('file.') && !['bulk', 'delta', 'absent'].includes(value)) {
        log.error('BAD_ENUM', FILE, row, `"${name.slice(0, 60)}" must be bulk, delta or absent.`);
      }
      if (properties.has(name)) {
        log.error('DUPLICATE_SOURCED_ID', FILE, row, `"${name.slice(0, 60)}" is stated twice. Keep one.`);
      }
      properties.set(name, value);
      return undefined;
    },
  });
  return properties;
}

function checkDeclarations(
  properties: ReadonlyMap<string, string>,
  zip: Zip,
  required: readonly FileName[],
  log: IssueLog,
): void {
  const delta = [...properties].some(([name, value]) => name.startsWith('file.') && value === 'delta');
  for (const [property, mode] of properties) {
    if (!property.startsWith('file.')) continue;
    const file = `${property.slice('file.'.length)}.csv`;
    const present = zip.entries.has(file);
    if (mode === 'absent' && present) {
      const advice = 'Declare it as bulk or leave it out.';
      log.error(
        'FILE_DECLARED_ABSENT_BUT_PRESENT',
        file,
        undefined,
        `The manifest says this file is absent, but it is in the zip. ${advice}`,
      );
    }
    if ((mode === 'bulk' || mode === 'delta') && !present) {
      log.error(
        'FILE_MISSING',
        file,
        undefined,
        `The manifest announces this file, but the zip has none. Export again.`,
      );
    }
  }
  for (const name of required) {
    const mode = properties.get(`file.${name}`);
    if (mode === 'bulk' || (delta && (mode === 'delta' || mode === 'absent'))) continue;
    if (mode === 'delta') continue;
    log.error(
      'FILE_MISSING',
      `${name}.csv`,
      undefined,
      `A roster needs this file; add "file.${name},bulk" to the manifest and the file to the zip.`,
    );
  }
}

function reportNoManifest(zip: Zip, zipName: string, log: IssueLog): void {
  const names = [...zip.entries.keys()].filter((name) => !name.startsWith('__MACOSX/'));
  const nested = names.find((name) => name.endsWith(`/${FILE}`));
  if (nested !== undefined) {
    const folder = nested.slice(0, -FILE.length);
    log.error(
      'MANIFEST_MISSING',
      zipName,
      undefined,
      `The files are inside the folder "${folder.slice(0, 80)}". Zip the files themselves, not their folder.`,
    );
  } else if (names.some((name) => name.endsWith('.csv'))) {
    log.error(
      'MANIFEST_MISSING',
      zipName,
      undefined,
      'The zip has CSV files but no manifest.csv, so their version is unknown. Export as OneRoster 1.1 or 1.2.',
    );
  } else {
    log.error(
      'NOT_A_ROSTER',
      zipName,
      undefined,
      'The zip has no manifest.csv and no CSV files, so it is no OneRoster export. Choose the roster zip from the student information system.',
    );
  }
}

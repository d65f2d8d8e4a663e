import { readOneRoster } from '../../../src/roster/import/oneroster.ts';
import { aFile, readFiles, readWith, removeFiles, roster12, zipped } from './package.ts';

afterAll(removeFiles);

describe('a zip that is none, or means harm', () => {
  test('text named .zip', async () => {
    const read = await readWith(readOneRoster, aFile('roster.zip', 'sourcedId,status\n'.repeat(100)));

    expect(read).toMatchObject({ codes: ['NOT_A_ZIP'], rows: [] });
  });

  test('a file that does not exist', async () => {
    expect((await readWith(readOneRoster, '/nowhere/roster.zip')).codes).toEqual(['UNREADABLE']);
  });

  test('a zip of pictures', async () => {
    expect((await readFiles({ 'cat.jpg': 'meow' })).codes).toEqual(['NOT_A_ROSTER']);
  });

  test('files inside a folder: the message says how to zip them', async () => {
    const files = Object.fromEntries(Object.entries(roster12()).map(([name, text]) => [`export/${name}`, text]));

    expect((await readFiles(files)).issues[0]).toMatchObject({
      code: 'MANIFEST_MISSING',
      message: expect.stringContaining('"export/"'),
    });
  });

  test('a bomb is not opened', async () => {
    const path = aFile('roster.zip', await zipped({ ...roster12(), 'users.csv': Buffer.alloc(40 * 2 ** 20) }));

    expect((await readWith(readOneRoster, path)).issues[0]).toMatchObject({
      code: 'UNSAFE_ZIP',
      message: expect.stringContaining('zip bomb'),
    });
  });

  test('an entry that unpacks to more than it announces is cut off', async () => {
    const zip = await zipped(roster12());
    patchSize(zip, 'users.csv', 50);

    const read = await readWith(readOneRoster, aFile('roster.zip', zip));
    expect(read.codes).toContain('UNSAFE_ZIP');
  });

  test('a path that climbs out is refused', async () => {
    const zip = await zipped({ 'xx/yy.csv': 'a', ...roster12() });
    for (let at = zip.indexOf('xx/yy'); at !== -1; at = zip.indexOf('xx/yy')) zip.write('../yy', at);

    expect((await readWith(readOneRoster, aFile('roster.zip', zip))).codes).toEqual(['UNSAFE_ZIP']);
  });

  test('too large an entry is refused before it is read', async () => {
    const read = await readFiles(roster12(), { limits: { entryBytes: 100 } });

    expect(read).toMatchObject({ codes: ['UNSAFE_ZIP'], rows: [] });
  });

  test('packed bytes that cannot be unpacked are named, and nothing is thrown', async () => {
    const zip = await zipped(roster12());
    zip.fill(0xff, zip.indexOf('users.csv') + 9, zip.indexOf('users.csv') + 60);

    expect((await readWith(readOneRoster, aFile('roster.zip', zip))).codes).toContain('UNSAFE_ZIP');
  });

  test('a truncated download is no zip', async () => {
    const zip = await zipped(roster12());

    expect((await readWith(readOneRoster, aFile('roster.zip', zip.subarray(0, zip.length - 40)))).codes).toEqual([
      'NOT_A_ZIP',
    ]);
  });
});

/** Makes the table of contents lie about an entry's size. */
function patchSize(zip: Buffer, name: string, size: number): void {
  const header = zip.lastIndexOf(name) - 46;
  expect(zip.readUInt32LE(header)).toBe(0x02014b50);
  zip.writeUInt32LE(size, header + 24);
}

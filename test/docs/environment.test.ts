import { ENVIRONMENT_NAMES, readConfig } from '../../src/config.ts';
import { readText } from '../architecture/sources.ts';
import { listCode, listDocuments } from './documents.ts';

const lines = readText('.env.example').split('\n');
const given = lines.flatMap((line) => {
  const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, value: value ?? '' }];
});

describe('.env.example', () => {
  it('has exactly the names that config.ts reads', () => {
    expect(given.map(({ name }) => name).sort()).toEqual([...ENVIRONMENT_NAMES].sort());
  });

  it('explains each name in the line above it', () => {
    for (const { name } of given) {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`));

      expect(lines[at - 1]).toMatch(/^# .{10,}/);
    }
  });

  it('changes nothing when it is copied as it stands', () => {
    expect(readConfig(Object.fromEntries(given.map(({ name, value }) => [name, value])))).toEqual(readConfig({}));
  });
});

describe('the documents', () => {
  it('name no setting that does not exist', () => {
    const known = new Set([...ENVIRONMENT_NAMES, 'TEST_DATABASE_URL', 'CHROMIUM_PATH']);
    const named = listDocuments().flatMap((document) =>
      listCode(document).flatMap((code) =>
        [...code.matchAll(/\b((?:SLACK|TEAMS|DATABASE|DATA|LOG|TEST|CHROMIUM)_[A-Z_]*[A-Z]|PORT|HOST)\b/g)].map(
          ([, name = '']) => name,
        ),
      ),
    );

    expect([...new Set(named)].filter((name) => !known.has(name) && name !== 'WEATHER_CLOSURE')).toEqual([]);
  });
});

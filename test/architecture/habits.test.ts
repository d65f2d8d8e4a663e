import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, listSources, root, withoutComments } from './sources.ts';

const sources = listSources('src').map(({ path, text }) => ({ path, code: withoutComments(text) }));

describe('the habits of the house', () => {
  it('lets only config.ts read the environment', () => {
    expect(pathsWith(/process\.env\b/)).toEqual(['src/config.ts']);
  });

  it('lets only clock.ts know the present, and the playground where it plays the outside world', () => {
    const knowing = pathsWith(/new Date\(\)|Date\.now\(\)/).filter((path) => !path.startsWith('src/playground/'));

    expect(knowing).toEqual(['src/clock.ts']);
  });

  it('keeps the console in log.ts, the command line and the page', () => {
    const talking = pathsWith(/\bconsole\.\w+\(/).filter((path) => !/^src\/(cli\/|playground\/page\/)/.test(path));

    expect(talking).toEqual([]);
  });

  it('has no default export and no enum', () => {
    expect(pathsWith(/^export default\b|^\s*(export )?(const )?enum \w/m)).toEqual([]);
  });

  it('names no path of a machine and no package registry in what is kept', () => {
    // Put together here, so that this file does not name them either.
    const machine = new RegExp(['/(?:home|root|work|tmp|Users)', '/[a-z]'].join(''), 'i');
    const registry = new RegExp(
      ['registry', '\\.(?:npmjs|yarnpkg|npmmirror)|', '"resolved"', ': "https?:|arti', 'factory'].join(''),
    );
    const naming = listFiles().filter((path) => {
      const bytes = readFileSync(join(root, path));
      if (!isUtf8(bytes)) return false;
      const text = bytes.toString('utf8');
      return machine.test(text.replace(/https?:\/\/\S+/g, '')) || registry.test(text);
    });

    expect(naming).toEqual([]);
  });
});

function pathsWith(pattern: RegExp): string[] {
  return sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
}

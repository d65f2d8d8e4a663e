import { parseArgs } from 'node:util';
import { commands } from '../../src/cli/commands.ts';
import { features } from '../../src/desk/index.ts';
import { readText } from '../architecture/sources.ts';
import { listCode, listDocuments } from './documents.ts';

const documents = listDocuments();
const code = documents.flatMap((document) => listCode(document).map((line) => ({ path: document.path, line })));
const scripts = (JSON.parse(readText('package.json')) as { scripts: Record<string, string> }).scripts;
const verbs = features.flatMap((feature) => feature.verbs ?? []);
/** Verbs that the recipes of a guide make. */
const OF_RECIPES = ['checkin norms', 'coach visits'];

describe('commands in the documents', () => {
  it('of throughline exist, with their options', () => {
    const typed = code.flatMap(({ path, line }) =>
      [...line.matchAll(/(?:\bthroughline|npm run throughline --) (?!npm )([a-z]+)\b(.*)$/g)]
        .filter(([, name = '']) => /^[a-z]+$/.test(name))
        .map(([whole, name = '', rest = '']) => ({ path, whole, name, rest })),
    );
    const wrong = typed.filter(({ name, rest }) => {
      const command = commands.find((one) => one.name === name);
      const options = [...rest.matchAll(/--[a-z-]+/g)].map(([option]) => option);
      return !command || options.some((option) => !`${command.usage} ${command.details ?? ''} --help`.includes(option));
    });

    expect(typed.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  it('of the command line are all in the README', () => {
    const readme = readText('README.md');

    for (const { name } of commands) expect(readme).toContain(`\`throughline ${name}`);
  });

  it('of chat are registered', () => {
    const typed = code.flatMap(({ path, line }) =>
      [...line.matchAll(/(?:^|\s)\/(checkin|coach|district)\b(?: ([a-z]+))?/g)].map(([, command, verb]) => ({
        path,
        words: `${command ?? ''} ${verb ?? ''}`.trim(),
      })),
    );
    const known = new Set([...verbs.map((verb) => `${verb.command} ${verb.verb}`.trim()), ...OF_RECIPES]);

    expect(typed.length).toBeGreaterThan(10);
    expect(typed.filter(({ words }) => !known.has(words))).toEqual([]);
  });

  it('of chat are all in the README', () => {
    const typed = listCode({ path: 'README.md', text: readText('README.md') }).join('\n');

    for (const { command, verb } of verbs) expect(typed).toContain(`/${command} ${verb}`.trim());
  });

  it('of npm are in package.json', () => {
    const run = code.flatMap(({ path, line }) =>
      [...line.matchAll(/\bnpm (?:run (?:--silent )?([\w:]+)|(start|test)\b)/g)].map(([, script, short]) => ({
        path,
        script: script ?? short ?? '',
      })),
    );

    expect(run.length).toBeGreaterThan(10);
    expect(run.filter(({ script }) => scripts[script] === undefined)).toEqual([]);
  });

  it('of the README are the two that the product promises', () => {
    const lines = listCode({ path: 'README.md', text: readText('README.md') });

    expect(lines).toEqual(expect.arrayContaining(['npm ci && npm start', 'npm ci && npm test']));
  });
});

describe('the examples of the command line', () => {
  it.each(commands.flatMap((command) => command.examples.map((example) => [example, command.name] as const)))(
    '%s names its command',
    (example, name) => {
      const words = example.split(' ').filter((word) => !/^[A-Z_]+=/.test(word));

      expect(words.slice(0, 2)).toEqual(['throughline', name]);
      expect(() => parseArgs({ args: words.slice(2), strict: false })).not.toThrow();
    },
  );
});

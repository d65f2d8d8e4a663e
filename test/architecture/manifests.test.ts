import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { Ajv } from 'ajv';
import { offered } from '../../src/cli/manifest.ts';
import { features } from '../../src/desk/index.ts';
import { BOT_EVENTS, GRID_EVENTS, SCOPES } from '../../src/platforms/slack/install/scopes.ts';
import { slackManifest } from '../../src/platforms/slack/manifest.ts';
import { readText, root } from './sources.ts';

const verbs = features.flatMap((feature) => feature.verbs ?? []);
const SLACK = ['manifests/slack.json', 'manifests/slack-grid.json'] as const;
const readSlack = (path: string) => JSON.parse(readText(path)) as ReturnType<typeof slackManifest>;
/** Slack's own schema, from github.com/slackapi/manifest-schema under the MIT license that lies beside it. */
const schema = JSON.parse(readText('test/architecture/slack-manifest-schema/schema.json')) as object;
const teams = JSON.parse(readText('manifests/teams/manifest.json')) as {
  manifestVersion: string;
  icons: { color: string; outline: string };
  bots: {
    scopes: string[];
    commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[];
  }[];
};

describe.each(SLACK)('the Slack manifest %s', (path) => {
  const slack = readSlack(path);

  it('is what the command line makes of the features as they are', () => {
    const grid = path.includes('grid');

    expect(slack).toEqual(slackManifest(offered(), { url: 'https://throughline.example.org', grid }));
    expect(readText(path)).toContain(`"org_deploy_enabled": ${String(grid)}`);
  });

  it("fits Slack's own schema, its limits included", () => {
    const check = new Ajv({ strict: false, validateFormats: false }).compile(schema);

    check(slack);

    expect(check.errors).toBeNull();
  });

  it('is refused by the schema where a limit is passed', () => {
    const check = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const shortcuts = [{ name: 'n'.repeat(25), type: 'global', callback_id: 'a', description: 'b' }];

    expect(check({ ...slack, features: { ...slack.features, shortcuts } })).toBe(false);
  });

  it('registers every command and every shortcut of the features, and no other', () => {
    const names = slack.features.slash_commands.map(({ command }) => command);
    const callbacks = (slack.features.shortcuts ?? []).map((one) => one.callback_id);

    expect(names.sort()).toEqual([...new Set(verbs.map(({ command }) => `/${command}`))].sort());
    expect(callbacks).toEqual(features.flatMap((feature) => (feature.shortcuts ?? []).map((one) => one.id)));
  });

  it('hints at every verb, and at no other', () => {
    for (const { command, usage_hint } of slack.features.slash_commands) {
      const hinted = usage_hint
        .replace(/^\[|\]$/g, '')
        .split(' | ')
        .map((part) => part.split(' ')[0]);
      const real = verbs.filter((verb) => `/${verb.command}` === command && verb.verb !== '').map(({ verb }) => verb);

      expect(hinted.sort()).toEqual([...real, 'help'].sort());
    }
  });

  it('asks for no history, no files, no user token and no administration', () => {
    const scopes = slack.oauth_config.scopes.bot;

    expect(Object.keys(slack.oauth_config.scopes)).toEqual(['bot']);
    expect(scopes.filter((scope) => /history|files|admin/.test(scope))).toEqual(['im:history']);
  });
});

describe('the manifests README', () => {
  it('says of each scope and each event what it is for, and of no other', () => {
    const words = readText('manifests/README.md');
    const named = [...words.matchAll(/^\| `([a-z_.:]+)` /gm)].map(([, name]) => name);

    expect(named.sort()).toEqual([...Object.keys(SCOPES), ...BOT_EVENTS, ...GRID_EVENTS].sort());
  });
});

describe('the Teams manifest', () => {
  const lists = teams.bots.flatMap((bot) => bot.commandLists);
  const titles = lists.flatMap((list) => list.commands.map(({ title }) => title));

  it("fits Microsoft's own schema", async () => {
    const [, errors] = await AppManifestUtils.readAndValidateTeamsManifest(join(root, 'manifests/teams/manifest.json'));

    expect(errors).toEqual([]);
  });

  it('is refused by the schema where a limit is passed', async () => {
    const broken = join(mkdtempSync(join(tmpdir(), 'throughline-')), 'manifest.json');
    writeFileSync(
      broken,
      readText('manifests/teams/manifest.json').replace('"short": "Throughline"', `"short": "${'T'.repeat(31)}"`),
    );

    const [, errors] = await AppManifestUtils.readAndValidateTeamsManifest(broken);

    expect(errors).not.toEqual([]);
  });

  it('names every verb of the features while its menus have room, and no other', () => {
    const named = new Set(titles.map((title) => title.split(' ').slice(0, 2).join(' ')));
    const real = new Set(['help', ...verbs.map((verb) => `${verb.command} ${verb.verb}`.trim())]);
    const missing = [...real].filter((words) => !named.has(words));

    expect([...named].filter((words) => !real.has(words))).toEqual([]);
    if (lists.some(({ commands }) => commands.length < 10)) expect(missing).toEqual([]);
  });

  it('explains each verb in the words of help', () => {
    for (const { title, description } of lists.flatMap((list) => list.commands)) {
      const verb = verbs.find((one) => `${one.command} ${one.verb}`.trim() === title.split(' ').slice(0, 2).join(' '));

      expect(description).toBe((verb?.help ?? 'What you can type').replace('’', "'"));
    }
  });

  it('keeps to what Teams allows in a menu', () => {
    for (const { commands } of lists) {
      expect(commands.length).toBeLessThanOrEqual(10);
      for (const { title, description } of commands) {
        expect(title.length).toBeLessThanOrEqual(32);
        expect(description.length).toBeLessThanOrEqual(128);
      }
    }
  });

  it('has two icons of the sizes that Teams asks for', () => {
    expect(sizeOf(teams.icons.color)).toEqual([192, 192]);
    expect(sizeOf(teams.icons.outline)).toEqual([32, 32]);
  });
});

describe('every feature', () => {
  it.each(features.map((feature) => [feature.name, feature] as const))(
    '%s has an example of its screens',
    (_, feature) => {
      const inHome = Object.keys(feature.home?.examples ?? {});

      expect(feature.examples.length + inHome.length).toBeGreaterThan(0);
    },
  );
});

/** Width and height stand at the beginning of a PNG. */
function sizeOf(icon: string): [number, number] {
  const bytes = readFileSync(join(root, 'manifests', 'teams', icon));
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

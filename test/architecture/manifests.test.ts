import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { Ajv } from 'ajv';
import { features } from '../../src/desk/index.ts';
import { offered } from '../../src/desk/offered.ts';
import { BOT_EVENTS, GRID_EVENTS, SCOPES } from '../../src/platforms/slack/install/scopes.ts';
import { slackManifest } from '../../src/platforms/slack/manifest.ts';
import { teamsManifest, type ManifestChoice } from '../../src/platforms/teams/manifest.ts';
import { readText, root } from './sources.ts';

const verbs = features.flatMap((feature) => feature.verbs ?? []);
const SLACK = ['manifests/slack.json', 'manifests/slack-grid.json'] as const;
const readSlack = (path: string) => JSON.parse(readText(path)) as ReturnType<typeof slackManifest>;
/** Slack's own schema, from github.com/slackapi/manifest-schema under the MIT license that lies beside it. */
const schema = JSON.parse(readText('test/architecture/slack-manifest-schema/schema.json')) as object;
const TEAMS = 'manifests/teams/manifest.json';
const teams = JSON.parse(readText(TEAMS)) as ReturnType<typeof teamsManifest>;
const EXAMPLE: ManifestChoice = {
  appId: '00000000-0000-0000-0000-000000000000',
  url: 'https://throughline.example.org',
  version: '0.1.0',
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
  const shortcuts = features.flatMap((feature) => feature.shortcuts ?? []);

  /** What Microsoft's own package says of a manifest that differs from ours. */
  async function problemsOf(change: (text: string) => string): Promise<string[]> {
    const file = join(mkdtempSync(join(tmpdir(), 'throughline-')), 'manifest.json');
    writeFileSync(file, change(readText(TEAMS)));
    const [, errors] = await AppManifestUtils.readAndValidateTeamsManifest(file);
    return errors;
  }

  it('is what the command line makes of the features as they are', () => {
    expect(teams).toEqual(teamsManifest(offered(), EXAMPLE));
  });

  it("fits Microsoft's own schema, its limits included", async () => {
    expect(await problemsOf((text) => text)).toEqual([]);
  });

  it.each([
    ['a name', '"short": "Throughline"', `"short": "${'T'.repeat(31)}"`],
    ['the title of an action', '"Log a visit"', `"${'L'.repeat(33)}"`],
    ['the words about an action', '"Write down a visit in a few taps"', `"${'W'.repeat(129)}"`],
  ])('is refused by the schema where %s is too long', async (_, from, to) => {
    expect(readText(TEAMS)).toContain(from);
    expect(await problemsOf((text) => text.replace(from, to))).not.toEqual([]);
  });

  it('has every shortcut of the features as a message action, and no other', () => {
    const actions = teams.composeExtensions.flatMap((one) => one.commands);

    expect(actions.map(({ id, context }) => [id, context])).toEqual(
      shortcuts.map(({ id, on }) => [id, on === 'message' ? ['message'] : ['compose', 'commandBox']]),
    );
    expect(actions.every((one) => one.fetchTask)).toBe(true);
  });

  it('shows in its menus only what can be typed, in the words of help, and something for everybody’s day', () => {
    const real = new Map<string, string>([
      ['home', 'Your week in one place'],
      ['help', 'What you can type'],
      ...verbs.map(({ command, verb, follow = [], help }) => [wordsOf([command, verb, ...follow]), help] as const),
    ]);
    for (const { commands } of lists)
      expect(commands.map(({ title, description }) => [title, description])).toEqual(
        commands.map(({ title }) => [title, real.get(title)]),
      );
    const shown = lists.flatMap(({ commands }) => commands.map(({ title }) => title));
    const roles = verbs
      .filter((verb) => shown.includes(wordsOf([verb.command, verb.verb])))
      .flatMap(({ roles }) => roles);
    // A menu has ten places. A records officer has one errand, a few times a year, and finds it in help.
    const daily = verbs.flatMap((verb) => verb.roles).filter((role) => role !== 'RECORDS_OFFICER');
    expect(new Set(roles)).toEqual(new Set(daily));
  });

  it('keeps to what Teams allows in a menu, of which there is one in each scope', () => {
    expect(lists.flatMap(({ scopes }) => scopes)).toEqual(teams.bots[0]?.scopes);
    for (const { commands } of lists) {
      expect(commands.length).toBeLessThanOrEqual(10);
      for (const { title, description } of commands) {
        expect(title.length).toBeLessThanOrEqual(32);
        expect(description.length).toBeLessThanOrEqual(128);
      }
    }
  });

  it('asks for no permission, of Microsoft Graph or of any other kind', () => {
    for (const name of ['authorization', 'permissions', 'devicePermissions', 'graphConnector'])
      expect(teams).not.toHaveProperty(name);
    expect(Object.keys(teams.webApplicationInfo).sort()).toEqual(['id', 'resource']);
  });

  it('names one app, one host and nobody else', () => {
    const made = JSON.stringify(
      teamsManifest(offered(), {
        appId: '9b1c5d1e-1111-4111-8111-000000000000',
        url: 'https://x.example',
        version: '1.2.3',
      }),
    );

    expect(made).not.toContain('throughline.example.org');
    expect(made).not.toContain(EXAMPLE.appId);
    expect(JSON.parse(made)).toMatchObject({
      version: '1.2.3',
      validDomains: ['x.example'],
      webApplicationInfo: { resource: 'api://x.example/9b1c5d1e-1111-4111-8111-000000000000' },
    });
  });

  it.each([
    ['an app id that is none', { appId: 'x' }, 'is no app id'],
    ['an address without encryption', { url: 'http://throughline.example.org' }, 'is no address that Teams can reach'],
    ['an address that is none', { url: 'here' }, 'is no address that Teams can reach'],
    ['a version that is none', { version: 'two' }, 'is no version'],
  ])('is not made with %s', (_, wrong, words) => {
    expect(() => teamsManifest(offered(), { ...EXAMPLE, ...wrong })).toThrow(words);
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

function wordsOf(words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}

/** Width and height stand at the beginning of a PNG. */
function sizeOf(icon: string): [number, number] {
  const bytes = readFileSync(join(root, 'manifests', 'teams', icon));
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

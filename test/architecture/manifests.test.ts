import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { features } from '../../src/features/index.ts';
import { readText, root } from './sources.ts';

const verbs = features.flatMap((feature) => feature.verbs ?? []);
const slack = JSON.parse(readText('manifests/slack.json')) as {
  features: { slash_commands: { command: string; url: string; usage_hint: string }[] };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { request_url: string; bot_events: string[] };
    interactivity: { request_url: string };
  };
};
const teams = JSON.parse(readText('manifests/teams/manifest.json')) as {
  manifestVersion: string;
  icons: { color: string; outline: string };
  bots: {
    scopes: string[];
    commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[];
  }[];
};

describe('the Slack manifest', () => {
  const commands = slack.features.slash_commands;

  it('registers every command of the features, and no other', () => {
    expect(commands.map(({ command }) => command).sort()).toEqual(
      [...new Set(verbs.map(({ command }) => `/${command}`))].sort(),
    );
  });

  it('hints at every verb, and at no other', () => {
    for (const { command, usage_hint } of commands) {
      const hinted = usage_hint
        .replace(/^\[|\]$/g, '')
        .split(' | ')
        .map((part) => part.split(' ')[0]);
      const real = verbs.filter((verb) => `/${verb.command}` === command && verb.verb !== '').map(({ verb }) => verb);

      expect(hinted.sort()).toEqual([...real, 'help'].sort());
    }
  });

  it('asks for the scopes that the product checks, and no more', () => {
    const needed = /const NEEDED = \[([\s\S]*?)\]/.exec(readText('src/platforms/slack/check.ts'))?.[1] ?? '';

    expect(slack.oauth_config.scopes.bot).toEqual([...needed.matchAll(/'([\w:.]+)'/g)].map(([, scope]) => scope));
  });

  it('sends everything to the one path', () => {
    const { event_subscriptions, interactivity } = slack.settings;
    const urls = [event_subscriptions.request_url, interactivity.request_url, ...commands.map(({ url }) => url)];

    for (const url of urls) expect(new URL(url).pathname).toBe('/slack/events');
  });
});

describe('the Teams manifest', () => {
  const lists = teams.bots.flatMap((bot) => bot.commandLists);
  const titles = lists.flatMap((list) => list.commands.map(({ title }) => title));

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
      expect(feature.examples.length).toBeGreaterThan(0);
    },
  );
});

/** Width and height stand at the beginning of a PNG. */
function sizeOf(icon: string): [number, number] {
  const bytes = readFileSync(join(root, 'manifests', 'teams', icon));
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

// What the features offer, as the platforms' manifests and menus tell it: one list, so that no two can disagree.
import { COMMANDS, WORDS } from './help.ts';
import { features } from './index.ts';
import type { Shortcut, Verb } from '../features/feature.ts';

interface Offered {
  /** In the order in which help shows them; `hint` is what follows the command. */
  commands: { command: string; description: string; hint: string }[];
  shortcuts: Shortcut[];
  /** The short menus of commands: in one's own chat with the app, and where several read. */
  menus: Record<'chat' | 'group', MenuEntry[]>;
}

interface MenuEntry {
  title: string;
  description: string;
}

export function offered(): Offered {
  const verbs = features.flatMap((feature) => feature.verbs ?? []);
  const ofCommand = (command: string) => verbs.filter((verb) => verb.command === command);
  const commands = Object.entries(COMMANDS).map(([command, description]) => ({
    command,
    description,
    hint: `[${[
      ...ofCommand(command)
        .filter((verb) => verb.verb !== '')
        .map((verb) => `${verb.verb} ${verb.usage}`.trim()),
      'help',
    ].join(' | ')}]`,
  }));
  const inMenu = (menu: 'chat' | 'group') =>
    Object.keys(COMMANDS)
      .flatMap(ofCommand)
      .filter((verb) => verb.menus?.includes(menu))
      .sort((a, b) => orderOf(a) - orderOf(b))
      .map(entryOf);
  const word = (title: keyof typeof WORDS) => ({ title, description: WORDS[title] });
  return {
    commands,
    shortcuts: features.flatMap((feature) => feature.shortcuts ?? []),
    menus: {
      chat: [word('home'), ...inMenu('chat'), word('help')],
      group: [...inMenu('group'), word('help')],
    },
  };
}

/** By command, and the command alone before its verbs. */
function orderOf({ command, verb }: Verb): number {
  return Object.keys(COMMANDS).indexOf(command) * 2 + (verb === '' ? 0 : 1);
}

/** What is typed: a verb whose next word is always the same has it with it. */
function entryOf({ command, verb, follow, help }: Verb): MenuEntry {
  const next = follow?.length === 1 ? follow : [];
  return { title: [command, verb, ...next].filter((word) => word !== '').join(' '), description: help };
}

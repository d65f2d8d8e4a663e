import { defineCard, type Card } from '../chat/card.ts';
import type { RoleKey } from '../db/generated/enums.ts';
import { lettersApart } from '../roster/names.ts';
import type { Verb } from '../features/feature.ts';

/** The commands and what each is for, as the platforms' menus and manifests say it. */
export const COMMANDS = {
  checkin: 'Your weekly check-in',
  coach: 'Run your coaching week',
  district: "The district's digest",
} as const satisfies Record<Verb['command'], string>;

/** Words that are typed alone, by everybody. */
export const WORDS = { home: 'Your week in one place', help: 'What you can type' } as const;

/** The verbs that somebody with these roles may use. */
export function verbsFor(verbs: readonly Verb[], roles: readonly RoleKey[]): Verb[] {
  return verbs.filter((verb) => verb.roles.some((role) => roles.includes(role)));
}

/** What can be typed, for the asker's own roles; of one command, or of all. */
export function helpCard(verbs: readonly Verb[], command: string | undefined, lead?: string): Card {
  const groups = (Object.keys(COMMANDS) as Verb['command'][])
    .filter((name) => command === undefined || command === name)
    .map((name) => verbs.filter((verb) => verb.command === name))
    .filter((group) => group.length > 0);
  return defineCard({
    id: 'help:help',
    summary: lead ?? 'What you can type',
    parts: [
      { kind: 'text', text: lead ?? 'What you can type:' },
      ...(groups.length === 0
        ? [
            {
              kind: 'text' as const,
              text: 'There is nothing for you here yet. Your coach or your administrator can tell you more.',
            },
          ]
        : groups.map((group) => ({
            kind: 'facts' as const,
            facts: group.map((verb) => ({ label: written(verb), value: verb.help })),
          }))),
      {
        kind: 'text',
        quiet: true,
        text: 'In Slack type it with the slash, in Teams without. Type home to see your week in one place. This is no place to report harm: use your district’s hotline for that.',
      },
    ],
  });
}

/** As it is typed, with what follows it or without. */
export function written(verb: Verb, length: 'short' | 'whole' = 'whole'): string {
  const words = [`/${verb.command}`, verb.verb, length === 'whole' ? verb.usage : ''];
  return words.filter((word) => word !== '').join(' ');
}

/** The verb that was probably meant: at most two letters away. */
export function didYouMean(word: string, verbs: readonly Verb[]): Verb | undefined {
  const near = verbs
    .filter((verb) => verb.verb !== '')
    .map((verb) => ({ verb, away: lettersApart(word, verb.verb) }))
    .sort((a, b) => a.away - b.away)[0];
  return near !== undefined && near.away <= Math.min(2, near.verb.verb.length - 2) ? near.verb : undefined;
}

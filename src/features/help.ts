import { defineCard, type Card } from '../chat/card.ts';
import type { RoleKey } from '../db/generated/enums.ts';
import type { Verb } from './feature.ts';

/** The commands and what each is for, as the platforms' menus and manifests say it. */
export const COMMANDS = {
  checkin: 'Your weekly check-in',
  coach: 'Run your coaching week',
  district: "The district's digest",
} as const satisfies Record<Verb['command'], string>;

/** The verbs that somebody with these roles may use. */
export function verbsFor(verbs: readonly Verb[], roles: readonly RoleKey[]): Verb[] {
  return verbs.filter((verb) => verb.roles.some((role) => roles.includes(role)));
}

/** What can be typed, for the asker's own roles; of one command, or of all. */
export function helpCard(verbs: readonly Verb[], command: string | undefined, lead?: string): Card {
  const shown = (Object.keys(COMMANDS) as Verb['command'][]).flatMap((name) =>
    command === undefined || command === name ? verbs.filter((verb) => verb.command === name) : [],
  );
  return defineCard({
    id: 'help:help',
    summary: lead ?? 'What you can type',
    parts: [
      { kind: 'text', text: lead ?? 'What you can type:' },
      ...(shown.length === 0
        ? [
            {
              kind: 'text' as const,
              text: 'There is nothing for you here yet. Your coach or your administrator can tell you more.',
            },
          ]
        : [
            {
              kind: 'facts' as const,
              facts: shown.slice(0, 10).map((verb) => ({ label: written(verb), value: verb.help })),
            },
          ]),
      {
        kind: 'text',
        quiet: true,
        text: 'In Slack type it with the slash, in Teams without. This is no place to report harm: use your district’s hotline for that.',
      },
    ],
  });
}

function written(verb: Verb): string {
  return [`/${verb.command}`, verb.verb, verb.usage].filter((word) => word !== '').join(' ');
}

/** The verb that was probably meant: at most two letters away. */
export function didYouMean(word: string, verbs: readonly Verb[]): Verb | undefined {
  const near = verbs
    .filter((verb) => verb.verb !== '')
    .map((verb) => ({ verb, away: lettersApart(word, verb.verb) }))
    .sort((a, b) => a.away - b.away)[0];
  return near !== undefined && near.away <= Math.min(2, near.verb.verb.length - 2) ? near.verb : undefined;
}

/** Levenshtein's distance. */
function lettersApart(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

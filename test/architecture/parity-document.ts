// docs/parity.md as it has to be: what each person finds in Slack and in Teams, and where the two differ.
import { listRows, type Row } from './parity-rows.ts';

const SECTIONS: readonly [who: string, title: string][] = [
  ['principal', 'A principal'],
  ['coach', 'A coach'],
  ['district leader', 'A district leader'],
  ['partner’s manager', 'The partner’s manager'],
  ['administrator', 'An administrator'],
  ['records officer', 'A records officer'],
  ['everybody', 'Everybody'],
];

export interface Difference {
  what: string;
  slack: string;
  teams: string;
  why: string;
}

const LEARN = 'https://learn.microsoft.com/microsoftteams/platform';
const SLACK = 'https://docs.slack.dev';

/** Where the platforms themselves differ; each is a difference of the way, and none of what can be done. */
export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'An answer that has to be put right',
    slack: 'Slack shows the sentence below the field',
    teams: 'the form is drawn again, filled, with the sentence above the field',
    why: `Dialogs of Teams have no errors by field ([dialogs](${LEARN}/task-modules-and-cards/task-modules/task-modules-bots))`,
  },
  {
    what: 'A form after a typed command',
    slack: 'the window opens at once',
    teams: 'a button comes, and opens the dialog',
    why: `Only a press opens a dialog in Teams ([dialogs](${LEARN}/task-modules-and-cards/task-modules/task-modules-bots))`,
  },
  {
    what: 'The slash before a command',
    slack: 'with it',
    teams: 'without it; with it is understood too',
    why: `Commands of a bot are plain words in Teams ([command menu](${LEARN}/bots/how-to/create-a-bot-commands-menu))`,
  },
  {
    what: 'A command typed in a channel',
    slack: 'answered there, and seen by the asker only',
    teams: 'answered in the private chat; in the channel stands one line that says so',
    why: `Teams has no messages for one person in a channel that stay ([targeted messages](${LEARN}/agents-in-teams/targeted-messages) are a preview and vanish)`,
  },
  {
    what: 'The menu of commands',
    slack: 'all that follows a command is hinted at',
    teams: 'the ten that are used most; the others are typed, and stand in help',
    why: `A menu of Teams holds ten ([command menu](${LEARN}/bots/how-to/create-a-bot-commands-menu))`,
  },
  {
    what: 'The first message to somebody',
    slack: 'found by the e-mail address of the roster',
    teams: 'after the app was added: by the person, or for all by the district’s app setup policy',
    why: `A bot without Graph permissions writes only where its app is ([proactive messages](${LEARN}/bots/how-to/conversations/send-proactive-messages))`,
  },
  {
    what: 'A message in a chat whose answer got lost',
    slack: 'known to be there as soon as Slack tells of it, within minutes',
    teams: 'known to be there as soon as a button of it is pressed',
    why: `Slack tells an app of its own messages in chats with it ([message.im](${SLACK}/reference/events/message.im)); Teams tells a bot of none`,
  },
  {
    what: 'A form that is sent while we are too busy',
    slack: 'the sentence stands below its first field',
    teams: 'Teams says to try again, and the sentence comes in the chat',
    why: `A dialog of Teams that stays as it is takes no words of ours ([dialogs](${LEARN}/task-modules-and-cards/task-modules/task-modules-bots))`,
  },
  {
    what: 'Home after something changed',
    slack: 'Slack is told, and shows it anew',
    teams: 'the tab looks again when it is turned to, and each minute while it is seen',
    why: `A tab is a page of ours, and Teams does not push to it ([tabs](${LEARN}/tabs/what-are-tabs))`,
  },
  {
    what: 'What was typed into a form that was closed',
    slack: 'offered again where it was sent, or an answer was refused',
    teams: 'the same',
    why: `Neither tells what stood in a form that was only closed ([modals](${SLACK}/surfaces/modals))`,
  },
  {
    what: 'A digest channel',
    slack: 'public or private, not shared with other organizations',
    teams: 'a standard channel or a group chat',
    why: `Bots are limited in private and shared channels of Teams ([channels](${LEARN}/build-apps-for-shared-private-channels))`,
  },
  {
    what: 'A digest channel that is deleted',
    slack: 'noticed when the next post cannot be made',
    teams: 'noticed at once, or when the next post cannot be made',
    why: `Slack tells it only to apps that may read the channels ([events](${SLACK}/reference/events/channel_deleted)), and ours may not`,
  },
  {
    what: 'Charts',
    slack: 'drawn by Slack, at most two to a message; further ones are tables',
    teams: 'drawn by Teams; a table with the same numbers where a client draws none',
    why: `Native charts are newer than version 1.5 of the cards ([charts](${LEARN}/task-modules-and-cards/cards/charts-in-adaptive-cards))`,
  },
];

export function writeParity(rows: readonly Row[] = listRows()): string {
  return [
    '# Slack and Teams, side by side',
    '',
    'A district may be on Microsoft Teams, its partner on Slack, or half of either: what somebody can do is the same. This page is',
    'written by `npm run parity` from the product as it is, and a test compares the two (`test/architecture/parity.test.ts`): it',
    'draws every screen for both, reads every command and menu entry from both, and fails where a place in these tables is empty.',
    '',
    'Words in “quotation marks” are what people read; names in them are made up. The last column names the test that holds the row.',
    '',
    ...SECTIONS.flatMap(([who, title]) =>
      section(
        title,
        rows.filter((row) => row.who.split(', ')[0] === who),
      ),
    ),
    '## Where the platforms differ',
    '',
    'The way is another; what can be done is not.',
    '',
    ...table(
      ['What', 'In Slack', 'In Teams', 'Why'],
      DIFFERENCES.map(({ what, slack, teams, why }) => [what, slack, teams, why]),
    ),
    '',
  ].join('\n');
}

/** Rows that stand in no section: somebody whom this page does not know. */
export function homelessRows(rows: readonly Row[]): Row[] {
  return rows.filter((row) => !SECTIONS.some(([who]) => row.who.split(', ')[0] === who));
}

function section(title: string, rows: readonly Row[]): string[] {
  return [
    `## ${title}`,
    '',
    ...table(
      ['What', 'Who', 'In Slack', 'In Teams', 'Held by'],
      rows.map(({ what, who, slack, teams, heldBy }) => [what, who, slack, teams, `\`${heldBy}\``]),
    ),
    '',
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}

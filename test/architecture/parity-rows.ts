// What the product offers, row by row, and where it is found on each platform. A cell is written only where the platform takes it:
// what one of them cannot read, draw or register leaves its cell empty, and an empty cell is a failing test.
import type { Card } from '../../src/chat/card.ts';
import type { AnyForm } from '../../src/chat/form.ts';
import type { Interaction, Reply } from '../../src/chat/interaction.ts';
import type { RoleKey } from '../../src/db/generated/enums.ts';
import { COMMANDS, WORDS, written } from '../../src/desk/help.ts';
import { features } from '../../src/desk/index.ts';
import { offered } from '../../src/desk/offered.ts';
import type { Shortcut, Verb } from '../../src/features/feature.ts';
import { Activity } from '../../src/platforms/teams/activity.ts';
import { teamsManifest } from '../../src/platforms/teams/manifest.ts';
import { readAction } from '../../src/platforms/teams/read-dialog.ts';
import { readMessage } from '../../src/platforms/teams/read.ts';
import { renderCard as renderTeamsCard } from '../../src/platforms/teams/render-card.ts';
import { renderForm as renderTeamsForm } from '../../src/platforms/teams/render-form.ts';
import { slackManifest } from '../../src/platforms/slack/manifest.ts';
import { CommandPayload, ShortcutPayload } from '../../src/platforms/slack/payloads.ts';
import { readCommand, readShortcut } from '../../src/platforms/slack/read.ts';
import { renderCard as renderSlackCard } from '../../src/platforms/slack/render-card.ts';
import { renderForm as renderSlackForm } from '../../src/platforms/slack/render-form.ts';
import { checkHome, checkMessageBlocks, checkModal } from '../../src/playground/pocket-slack/block-kit/check.ts';
import { checkCard } from '../../src/playground/pocket-teams/index.ts';
import { productCards, productForms } from '../platforms/product-examples.ts';

export interface Row {
  what: string;
  who: string;
  slack: string;
  teams: string;
  /** The test that holds it. */
  heldBy: string;
}

const EXAMPLE = {
  url: 'https://throughline.example.org',
  appId: '00000000-0000-0000-0000-000000000000',
  version: '0.1.0',
};
const slackApp = slackManifest(offered(), EXAMPLE);
const teamsApp = teamsManifest(offered(), EXAMPLE);
const MENU = teamsApp.bots.flatMap((bot) => bot.commandLists.flatMap((list) => list.commands.map((one) => one.title)));
const CONTRACT = 'test/platforms/contract.ts';

const ROLES: Record<RoleKey, string> = {
  PRINCIPAL: 'principal',
  SCHOOL_TEAM: 'school team',
  COACH: 'coach',
  LP_MANAGER: 'partner’s manager',
  DISTRICT_LEADER: 'district leader',
  NETWORK_HUB: 'network hub',
  ADMIN: 'administrator',
  RECORDS_OFFICER: 'records officer',
};

function rolesInWords(roles: readonly RoleKey[]): string {
  return roles.map((role) => ROLES[role]).join(', ');
}

/** Whom a screen is for: by its whole id, else by what stands before the colon. */
const READERS: Record<string, string> = {
  'check-in': 'principal',
  'check-in:reach-out': 'coach',
  plan: 'principal, coach',
  'plan:propose': 'coach',
  'plan:accepted': 'coach',
  'plan:proposal': 'principal',
  visit: 'coach',
  'visit:reschedule': 'principal, coach',
  caseload: 'coach',
  closure: 'administrator',
  barrier: 'principal, coach',
  'barrier:share': 'principal',
  'barrier:consent': 'principal',
  digest: 'district leader, partner’s manager',
  'digest:summary': 'coach',
  'digest:held': 'partner’s manager',
  'digest:retract': 'partner’s manager',
  'digest:no-channel': 'administrator',
  whom: 'coach',
  delivery: 'partner’s manager',
  reach: 'administrator',
  readers: 'principal',
  release: 'principal',
  'release:key': 'coach',
  'release:list': 'principal, coach, district leader, partner’s manager',
  'release:words': 'principal, coach',
  records: 'records officer',
  'records:told': 'principal, coach',
  'records:mydata': 'everybody',
  compact: 'principal, coach, district leader',
  dispatch: 'administrator',
  home: 'everybody',
  help: 'everybody',
  people: 'everybody',
  join: 'everybody',
};

function readerOf(id: string): string {
  return READERS[id] ?? READERS[id.split(':')[0] ?? ''] ?? '';
}

export function listRows(): Row[] {
  return [
    ...features.flatMap((feature) => feature.verbs ?? []).map(verbRow),
    ...Object.entries(WORDS).map(([word, help]) => wordRow(word, help)),
    ...features.flatMap((feature) => feature.shortcuts ?? []).map(shortcutRow),
    ...features
      .flatMap((feature) => Object.keys(feature.home?.examples ?? {}) as RoleKey[])
      .filter(isFirst)
      .map(homeRow),
    ...productForms
      .map(({ form }) => form)
      .filter(isFirstOfId)
      .map(formRow),
    ...productCards.filter(isFirstOfId).map(cardRow),
    ...Object.values(REQUESTS),
    ...Object.values(REPLIES),
    ...SENT_BY_ITSELF,
  ];
}

export function verbRow(verb: Verb): Row {
  const words = [verb.verb, verb.usage].join(' ').trim();
  const typed = { kind: 'command', command: verb.command, words };
  const inSlack = hearInSlack(`/${verb.command}`, words);
  const inTeams = hearInTeams(`${verb.command} ${words}`.trim());
  const bare = written(verb).slice(1);
  const title = [verb.command, verb.verb].join(' ').trim();
  const inMenu = MENU.some((one) => one === title || one.startsWith(`${title} `));
  return {
    what: verb.help,
    who: rolesInWords(verb.roles),
    slack: isSame(inSlack, typed) && isRegistered(verb.command) ? `\`/${bare}\`` : '',
    teams: isSame(inTeams, typed) ? `\`${bare}\` typed${inMenu ? ', or from the menu of commands' : ''}` : '',
    heldBy: 'test/flows/commands.test.ts',
  };
}

/** A word alone, without a slash: in Slack as a message to the app, as in Teams. */
function wordRow(word: string, help: string): Row {
  const heard = hearInTeams(word);
  const isHeard = heard?.kind === 'text' || heard?.kind === 'command' || heard?.kind === 'home';
  const inMenu = teamsApp.bots.every((bot) =>
    bot.commandLists.some((list) => list.commands.some((one) => one.title === word)),
  );
  return {
    what: help,
    who: 'everybody',
    slack: `\`${word}\` in the chat with the app`,
    teams: isHeard && inMenu ? `\`${word}\` typed, or from the menu of commands` : '',
    heldBy: word === 'home' ? 'test/flows/home.test.ts' : 'test/flows/commands.test.ts',
  };
}

export function shortcutRow(shortcut: Shortcut): Row {
  const { id, title, help, on } = shortcut;
  const words = on === 'message' ? { text: 'Ask two questions' } : {};
  const meant = { kind: 'shortcut', shortcut: id, ...words };
  const inSlack = slackApp.features.shortcuts?.some((one) => one.callback_id === id);
  const inTeams = teamsApp.composeExtensions
    .flatMap((extension) => extension.commands)
    .some((one) => one.id === id && one.context.includes(on === 'message' ? 'message' : 'compose'));
  return {
    what: help,
    who: rolesInWords(shortcut.roles),
    slack:
      inSlack && isSame(pickInSlack(id, words.text), meant)
        ? `“${title}” ${on === 'message' ? 'in the menu of a message' : 'among the shortcuts'}`
        : '',
    teams:
      inTeams && isSame(pickInTeams(id, words.text), meant)
        ? `“${title}” ${on === 'message' ? 'in the menu of a message' : 'beside the box to type in'}`
        : '',
    heldBy: 'test/flows/shortcuts.test.ts',
  };
}

function homeRow(role: RoleKey): Row {
  const cards = productCards.filter((card) => card.id === 'home:home');
  const inSlack = cards.every((card) => checkHome({ type: 'home', blocks: renderSlackCard(card).blocks }).fits);
  const hasTab = teamsApp.staticTabs.some((tab) => tab.entityId === 'home' && tab.scopes.includes('personal'));
  return {
    what: 'Home: the own week in one place',
    who: ROLES[role],
    slack: inSlack && slackApp.features.app_home.home_tab_enabled ? 'the Home tab of the app' : '',
    teams: hasTab && cards.every(isDrawnInTeams) ? 'the Home tab beside the chat, or type `home`' : '',
    heldBy: 'test/flows/home.test.ts',
  };
}

function formRow(form: AnyForm): Row {
  const inSlack = checkModal(structuredClone(renderSlackForm(form, { state: {}, values: {} }))).fits;
  const inTeams = checkCard(renderTeamsForm(form, { state: {}, values: {}, nonce: 'n', draw: 1 })).length === 0;
  return {
    what: `The form “${form.title}”`,
    who: readerOf(form.id),
    slack: inSlack ? 'a window' : '',
    teams: inTeams ? 'a dialog' : '',
    heldBy: CONTRACT,
  };
}

function cardRow(card: Card): Row {
  const labels = card.parts.flatMap((part) =>
    part.kind === 'buttons' ? part.buttons.map((button) => button.label) : [],
  );
  const some = [...new Set(labels)].slice(0, 5);
  const buttons = some.length === 0 ? '' : ` with ${some.map((label) => `“${label}”`).join(', ')}`;
  const inSlack = checkMessageBlocks(structuredClone(renderSlackCard(card).blocks)).fits;
  return {
    what: `“${card.summary}”`,
    who: readerOf(card.id),
    slack: inSlack ? `a message${buttons}` : '',
    teams: isDrawnInTeams(card) ? `a card${buttons}` : '',
    heldBy: CONTRACT,
  };
}

function isDrawnInTeams(card: Card): boolean {
  return checkCard(renderTeamsCard(card)).length === 0;
}

/** Every kind of request, and how it comes. A new kind has to say so here before it compiles. */
const REQUESTS: Record<Interaction['kind'], Row> = {
  command: everybody(
    'A command with its words',
    'with a slash',
    'without, with or without the mention, in any case',
    'test/platforms/teams/words.test.ts',
  ),
  press: everybody('A button is pressed', 'a press', 'a press, or one that opens a dialog', CONTRACT),
  submit: everybody('A form is sent', 'the window is sent', 'the dialog is sent', CONTRACT),
  text: everybody(
    'An answer in one’s own words',
    'a message to the app',
    'a message to the app',
    'test/flows/typed-reply.test.ts',
  ),
  shortcut: everybody(
    'Something is picked from a menu',
    'a shortcut',
    'a message action',
    'test/flows/shortcuts.test.ts',
  ),
  home: everybody('Home is looked at', 'the Home tab', 'the Home tab', 'test/flows/home.test.ts'),
  account: everybody(
    'A new address, or a closed account',
    'Slack tells the app at once',
    'read anew whenever the person or the app is heard',
    'test/desk/accounts.test.ts',
  ),
  presence: everybody(
    'The app is added, or taken away',
    'installed, or uninstalled',
    'added, upgraded or removed: for a person, a team, a group chat',
    'test/platforms/teams/installing.test.ts',
  ),
  place: everybody(
    'A channel, team or chat of the app is gone',
    'told to the administrators, with the mend, when a post finds it gone',
    'told to the administrators, with the mend, when Teams says so or a post finds it gone',
    'test/platforms/teams/installing.test.ts',
  ),
};

/** Every kind of answer, in the same manner. */
const REPLIES: Record<Reply['kind'], Row> = {
  open: everybody(
    'A form opens, filled with what is known',
    'a window',
    'a dialog; after a typed command a button that opens it',
    CONTRACT,
  ),
  refuse: everybody(
    'A form comes back filled, with what to put right',
    'the sentence below its field',
    'the sentence above its field, and one at the top',
    CONTRACT,
  ),
  say: everybody(
    'An answer for the asker alone',
    'in the chat with the app; in a channel seen by the asker only',
    'in the chat with the app',
    'test/flows/commands.test.ts',
  ),
  home: everybody('Home is shown', 'the Home tab', 'the Home tab, or a card in the chat', 'test/flows/home.test.ts'),
  done: everybody(
    'A form is taken, with a word of thanks',
    'the window says it and closes',
    'the dialog says it and closes',
    'test/flows/monday-to-monday.test.ts',
  ),
  busy: everybody(
    'Too much is going on, and somebody is turned away in time',
    'a sentence; a form stays open, filled, with the sentence below its first field',
    'a sentence; a dialog stays open, filled, with the sentence in the chat',
    'test/flows/overload.test.ts',
  ),
  nothing: everybody('Nothing to say', 'nothing', 'nothing', 'test/platforms/teams/dialogs.test.ts'),
};

const SENT_BY_ITSELF: Row[] = [
  everybody(
    'A sent message changes in place',
    'the message is edited',
    'the card is edited',
    'test/flows/monday-to-monday.test.ts',
  ),
  everybody(
    'A message goes out once, whatever fails on the way',
    'the ledger',
    'the same ledger',
    'test/jobs/crash.test.ts',
  ),
  everybody(
    'A message of which nobody could tell shows that it is there',
    'a button of it is pressed, or Slack tells of it',
    'a button of it is pressed',
    'test/flows/arrivals.test.ts',
  ),
  everybody('A pair across platforms', 'either of the two', 'the other one', 'test/flows/across-platforms.test.ts'),
  everybody('Somebody moves in the middle of a week', 'to or from', 'from or to', 'test/flows/move-platform.test.ts'),
  everybody(
    'Several customers apart from one another',
    'each its workspaces',
    'each its tenants',
    'test/flows/two-tenants.test.ts',
  ),
  {
    ...everybody(
      'The weekly digest, its sections in the thread below',
      'a channel',
      'a standard channel, or a group chat',
      'test/features/digest/thread.test.ts',
    ),
    who: 'district leader',
  },
  {
    ...everybody(
      'Guests and strangers are looked for before each post',
      'the members of the channel',
      'the members of the team or chat',
      'test/flows/trust.test.ts',
    ),
    who: 'district leader',
  },
  {
    ...everybody(
      'A one-time code joins a workspace, or a person',
      '`join CODE`, or the form',
      '`join CODE`, or the form',
      'test/desk/strangers.test.ts',
    ),
    who: 'administrator',
  },
  {
    ...everybody(
      'Checks a set-up, step by step',
      '`throughline doctor slack`',
      '`throughline doctor teams`',
      'test/cli/outside.test.ts',
    ),
    who: 'administrator',
  },
  {
    ...everybody(
      'The manifest, made from the features',
      '`throughline manifest slack`',
      '`throughline manifest teams`',
      'test/architecture/manifests.test.ts',
    ),
    who: 'administrator',
  },
];

function everybody(what: string, slack: string, teams: string, heldBy: string): Row {
  return { what, who: 'everybody', slack, teams, heldBy };
}

function hearInSlack(command: string, text: string): Interaction | undefined {
  const by = { team_id: 'T1', user_id: 'U1', channel_id: 'D1', channel_name: 'directmessage', trigger_id: '1.2' };
  return readCommand(CommandPayload.parse({ ...by, command, text, response_url: 'https://hooks.slack.com/x' }));
}

function pickInSlack(id: string, text: string | undefined): Interaction | undefined {
  const message = text === undefined ? {} : { message: { text, user: 'U2' }, channel: { id: 'C1' } };
  const type = text === undefined ? 'shortcut' : 'message_action';
  const by = { team: { id: 'T1' }, user: { id: 'U1' }, trigger_id: '1.2', response_url: 'https://hooks.slack.com/x' };
  return readShortcut(ShortcutPayload.parse({ ...by, type, callback_id: id, ...message }), 'UBOT');
}

function hearInTeams(text: string): Interaction | undefined {
  const heard = readMessage(activity({ type: 'message', text }));
  return heard === 'hint' ? undefined : heard;
}

function pickInTeams(id: string, text: string | undefined): Interaction | undefined {
  const from = { user: { id: 'another', displayName: 'Somebody' } };
  const messagePayload =
    text === undefined
      ? {}
      : { messagePayload: { id: '1', from, body: { contentType: 'html', content: `<p>${text}</p>` } } };
  const value = { commandId: id, commandContext: text === undefined ? 'compose' : 'message', ...messagePayload };
  return readAction(activity({ type: 'invoke', name: 'composeExtension/fetchTask', value }));
}

function activity(more: Record<string, unknown>): Activity {
  return Activity.parse({
    id: '1',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/amer/',
    from: { id: '29:ana' },
    recipient: { id: '28:app' },
    conversation: { id: 'a:chat', conversationType: 'personal', tenantId: 'tenant' },
    ...more,
  });
}

function isSame(heard: Interaction | undefined, meant: Record<string, unknown>): boolean {
  if (!heard) return false;
  const fields = Object.entries(heard).filter(([name]) => !['id', 'sender', 'place'].includes(name));
  return JSON.stringify(fields.sort()) === JSON.stringify(Object.entries(meant).sort());
}

function isRegistered(command: Verb['command']): boolean {
  return command in COMMANDS && slackApp.features.slash_commands.some((one) => one.command === `/${command}`);
}

function isFirst<T>(one: T, index: number, all: readonly T[]): boolean {
  return all.indexOf(one) === index;
}

function isFirstOfId<T extends { id: string }>(one: T, index: number, all: readonly T[]): boolean {
  return all.findIndex((other) => other.id === one.id) === index;
}

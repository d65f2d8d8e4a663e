/** Home in Teams: the same cards as in Slack's Home. A press asks our server, and its answer says what to show. */
import { drawCard, keyOf, type CardContent, type Data } from './cards.ts';
import { createDialog } from './dialog.ts';
import { fill, find, make } from './dom.ts';
import { askHome, sendForm, sendPress, type Answer } from './server.ts';
import { enterTeams, openLink, tellReady } from './teams.ts';

const LOOK_AGAIN_MS = 60_000;
const NOT_TOO_OFTEN_MS = 3_000;
const NOT_SENT = 'Not sent yet: please look at the marked answers.';

const main = find('main');
const home = find('home');
const said = find('said');
const dialog = createDialog({ onSend: (data) => void send(data), onLink: openLink, onClosed });
document.body.append(dialog.element);

/** What is drawn, to see whether a newer one says anything else. */
let drawn = '';
let openedBy: string | undefined;
let lookedAt = -Infinity;
let looking = false;
/** The last press that has had no answer: trying it again is the same request. */
let unanswered: { of: string; id: string } | undefined;

void begin();

async function begin(): Promise<void> {
  try {
    await enterTeams();
  } catch (error) {
    trouble(wordsOf(error));
    return;
  }
  await look();
  tellReady();
  document.addEventListener('visibilitychange', () => void lookAgain(NOT_TOO_OFTEN_MS));
  window.addEventListener('focus', () => void lookAgain(NOT_TOO_OFTEN_MS));
  window.setInterval(() => void lookAgain(LOOK_AGAIN_MS - 1_000), LOOK_AGAIN_MS);
}

async function lookAgain(afterMs: number): Promise<void> {
  if (document.visibilityState === 'visible' && performance.now() - lookedAt >= afterMs) await look({ quiet: true });
}

/** A quiet look says nothing of a failure: what is there is still true enough to be read. */
async function look({ quiet = false } = {}): Promise<void> {
  if (looking) return;
  looking = true;
  lookedAt = performance.now();
  try {
    show(await askHome());
  } catch (error) {
    if (!quiet || drawn === '') trouble(wordsOf(error));
  } finally {
    looking = false;
    main.setAttribute('aria-busy', 'false');
  }
}

async function press(data: Data): Promise<void> {
  const of = JSON.stringify(data);
  const id = unanswered?.of === of ? unanswered.id : crypto.randomUUID();
  unanswered = { of, id };
  await during(async () => {
    const answer = await sendPress(id, data);
    if (answer.show !== 'late') unanswered = undefined;
    show(answer);
    if (answer.show === 'done') await look();
  });
}

/** From the dialog: a form with its answers, or a button on a card. */
async function send(data: Data): Promise<void> {
  if (!('f' in data)) {
    await press(data);
    return;
  }
  await during(async () => {
    const answer = await sendForm(data);
    show(answer);
    if (answer.show === 'form') dialog.tell(NOT_SENT);
    if (answer.show === 'done' || answer.show === 'card') await look();
  });
}

async function during(work: () => Promise<void>): Promise<void> {
  say('');
  setBusy(true);
  try {
    await work();
  } catch (error) {
    tell(wordsOf(error));
  } finally {
    setBusy(false);
  }
}

function show(answer: Answer): void {
  switch (answer.show) {
    case 'home':
      if (dialog.isOpen() && openedBy === undefined) dialog.close();
      showHome(answer.card);
      return;
    case 'form':
    case 'card':
      dialog.show(answer.title, answer.card);
      return;
    case 'done':
      if (dialog.isOpen()) dialog.close();
      say(answer.words ?? 'Done.');
      return;
    case 'late':
      tell(answer.words);
      return;
    case 'stranger':
      showStranger(answer.chat);
      return;
  }
}

/** Only what changed is drawn anew, and the focus stays on the button that it was on. */
function showHome(card: CardContent): void {
  const now = JSON.stringify(card);
  if (now === drawn) return;
  drawn = now;
  const focused = home.contains(document.activeElement) ? keyOf(document.activeElement) : undefined;
  const onSend = (data: Data) => {
    openedBy = keyOf(document.activeElement);
    void press(data);
  };
  fill(home, drawCard({ card, headingLevel: 2, onSend, onLink: openLink }));
  if (focused !== undefined) focusOn(focused);
}

function showStranger(chat: string): void {
  drawn = '';
  fill(
    home,
    make('p', {}, 'Say hello to Throughline in the Chat tab first, then come back.'),
    make('button', { type: 'button', class: 'primary', click: () => openLink(chat) }, 'Open the chat'),
  );
}

function trouble(words: string): void {
  drawn = '';
  fill(
    home,
    make('p', { role: 'alert' }, words),
    make('button', { type: 'button', class: 'primary', click: () => location.reload() }, 'Try again'),
  );
  main.setAttribute('aria-busy', 'false');
}

/** A form that was only looked at may have left a draft, of which Home speaks. */
function onClosed(): void {
  if (openedBy !== undefined) focusOn(openedBy);
  openedBy = undefined;
  void lookAgain(0);
}

/** Where the button is gone, the reader is put at the top of what is there now. */
function focusOn(key: string): void {
  const button = [...home.querySelectorAll<HTMLElement>('[data-key]')].find((one) => keyOf(one) === key);
  (button ?? find('title')).focus();
}

function setBusy(busy: boolean): void {
  if (dialog.isOpen()) dialog.setBusy(busy);
  main.setAttribute('aria-busy', String(busy));
}

function tell(words: string): void {
  if (dialog.isOpen()) dialog.tell(words);
  else say(words);
}

function say(words: string): void {
  said.textContent = words;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'That did not work. Please try again.';
}

/** The playground's page: who you are, what time it is, and that person's Slack or Teams. */
import { linkTo, nameInAddress, readAddress } from './shell-address.ts';
import { readState, watchEvents } from './shell-api.ts';
import type { Person, State } from './shell-api.ts';
import { createClock } from './shell-clock.ts';
import { createPeople, PLATFORM_NAMES, platformMark } from './shell-people.ts';
import { portrait, unseen } from './shell-parts.ts';
import { dayIn, timeIn } from './shell-time.ts';
import { createTour } from './shell-tour.ts';
import type { Going } from './shell-tour.ts';
import { mountSlack } from './slack-view.ts';
import { fill, make } from './teams-dom.ts';
import { mountTeams } from './teams-view.ts';

const LOOK_AGAIN_MS = 20_000;

const view = find('view');
const bar = find('stage-bar');
const said = find('said');
const people = createPeople(find('people'));
const tour = createTour(find('tour'), follow);
const clock = createClock(find('clock'), { say, moved });

let state: State | undefined;
let shown: Person | undefined;
let mounted: { destroy(): void } | undefined;

// The address holds who is shown, so this link may not write its own target there.
document.querySelector('.shell-skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  find('app').focus();
});
void look();
watchEvents({
  changed: () => void look(),
  progress: (label) => {
    clock.progress(label);
    if (!shown) wait('Setting up the sample district', label);
  },
});
window.addEventListener('hashchange', () => show());
window.setInterval(() => {
  if (document.visibilityState === 'visible') void look();
}, LOOK_AGAIN_MS);

async function look(): Promise<void> {
  try {
    state = await readState();
    show();
  } catch (error) {
    if (!state) wait(error instanceof Error ? error.message : 'The playground cannot be reached.');
  }
}

function show(): void {
  if (!state) return;
  const { person: name, step } = readAddress();
  const person = state.people.find((one) => nameInAddress(one) === name) ?? pickFirst(state.people);
  if (!person) {
    shown = undefined;
    wait(state.busy ? 'Setting up the sample district' : 'Nobody is here yet');
    return;
  }
  people.show(state.people, person.id, step);
  clock.show(state, person);
  tour.show(state, step);
  showDocs(state);
  if (shown === undefined || !isSame(shown, person)) mount(person);
}

/** Before the first person is there: what is going on instead of an empty pane. */
function wait(title: string, words = 'This takes a few seconds.'): void {
  mounted?.destroy();
  mounted = undefined;
  fill(view, make('p', { class: 'shell-trouble', role: 'status' }, make('strong', {}, title), words));
}

function isSame(one: Person, other: Person): boolean {
  return one.userId === other.userId && one.platform === other.platform && one.workspaceId === other.workspaceId;
}

function mount(person: Person): void {
  const isFirst = shown === undefined;
  shown = person;
  mounted?.destroy();
  const platform = PLATFORM_NAMES[person.platform];
  document.title = `${person.name} on ${platform} · Throughline playground`;
  fill(
    bar,
    portrait(person),
    make(
      'div',
      { class: 'stage-words' },
      make('h2', { id: 'who' }, unseen('You are '), person.name),
      make('p', {}, `${person.role}, ${person.place}`),
    ),
    platformMark(person),
  );
  const root = make('div', { class: 'stage-pane' });
  fill(view, root);
  mounted =
    person.platform === 'slack'
      ? mountSlack(root, { api: '/pocket/slack', workspaceId: person.workspaceId ?? '', userId: person.userId })
      : mountTeams(root, { api: '/pocket/teams/persona', tenantId: person.tenantId ?? '', userId: person.userId });
  if (!isFirst) say(`You are now ${person.name}, ${person.role}, on ${platform}.`);
}

async function follow({ person, moment, step }: Going): Promise<void> {
  if (moment && !(await clock.move(new Date(moment.at), moment.label))) return;
  location.hash = linkTo({ step, ...(person ? { person: nameInAddress(person) } : {}) });
  show();
  if (matchMedia('(max-width: 860px)').matches) find('app').scrollIntoView();
}

async function moved(kind: 'moved' | 'reset'): Promise<void> {
  if (kind === 'reset') {
    shown = undefined;
    const { person } = readAddress();
    history.replaceState(null, '', linkTo(person === undefined ? {} : { person }));
  }
  await look();
  if (!state || !shown) return;
  const now = new Date(state.now);
  say(`It is now ${dayIn(shown.timeZone, now)}, ${timeIn(shown.timeZone, now)}.`);
}

function showDocs({ docs }: State): void {
  const links = find('links');
  if (docs !== undefined && !links.querySelector('[data-docs]'))
    links.append(make('a', { href: docs, 'data-docs': true }, 'Docs'));
}

function say(text: string): void {
  said.textContent = text;
}

/** A newcomer begins as the tour does: as a principal on Teams. */
function pickFirst(all: readonly Person[]): Person | undefined {
  return all.find((person) => person.role === 'principal' && person.platform === 'teams') ?? all[0];
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page lacks #${id}.`);
  return element;
}

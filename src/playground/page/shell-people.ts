/** The list of people to be, grouped by what they do. On a narrow page it hides behind the person who is chosen. */
import { linkTo, nameInAddress } from './shell-address.ts';
import type { Person, Role } from './shell-api.ts';
import { portrait, unseen } from './shell-parts.ts';
import { fill, make } from './teams-dom.ts';

const GROUPS: readonly (readonly [title: string, roles: readonly Role[]])[] = [
  ['Principals', ['principal']],
  ['Coaches', ['coach', 'manager']],
  ['District', ['district leader', 'administrator']],
];

export const PLATFORM_NAMES = { slack: 'Slack', teams: 'Teams' } as const;

export interface PeopleList {
  show(people: readonly Person[], chosenId: string, step: number | undefined): void;
}

export function createPeople(root: HTMLElement): PeopleList {
  const toggle = make('button', {
    type: 'button',
    class: 'people-toggle',
    'aria-expanded': 'false',
    'aria-controls': 'people-list',
  });
  const list = make('div', { class: 'people-list', id: 'people-list' });
  toggle.addEventListener('click', () => open(toggle.getAttribute('aria-expanded') !== 'true'));
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || toggle.getAttribute('aria-expanded') !== 'true') return;
    open(false);
    toggle.focus();
  });
  list.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a')) open(false);
  });
  fill(root, make('h2', { class: 'people-title' }, 'Who you are'), toggle, list);
  let drawn = '';

  function open(isOpen: boolean): void {
    toggle.setAttribute('aria-expanded', String(isOpen));
    root.toggleAttribute('data-open', isOpen);
  }

  return {
    show: (people, chosenId, step) => {
      const key = JSON.stringify([people, chosenId, step]);
      if (key === drawn) return;
      drawn = key;
      const focused = document.activeElement?.getAttribute('data-person') ?? null;
      const chosen = people.find((person) => person.id === chosenId);
      if (chosen) fill(toggle, ...personWords(chosen), make('span', { class: 'people-change' }, 'Change'));
      fill(list, ...GROUPS.map(([title, roles]) => group(title, pick(people, roles), chosenId, step)), installLink());
      for (const link of list.querySelectorAll('a'))
        if (focused !== null && link.dataset['person'] === focused) link.focus({ preventScroll: true });
    },
  };
}

function installLink(): HTMLElement {
  return make('a', { class: 'people-install', href: '/slack/install' }, 'Install it in another workspace');
}

function pick(people: readonly Person[], roles: readonly Role[]): Person[] {
  return roles.flatMap((role) => people.filter((person) => person.role === role));
}

function group(
  title: string,
  people: readonly Person[],
  chosenId: string,
  step: number | undefined,
): HTMLElement | false {
  if (people.length === 0) return false;
  const rows = people.map((person) => make('li', {}, personLink(person, person.id === chosenId, step)));
  return make('section', {}, make('h3', {}, title), make('ul', {}, ...rows));
}

function personLink(person: Person, chosen: boolean, step: number | undefined): HTMLElement {
  return make(
    'a',
    {
      class: 'person',
      href: linkTo({ person: nameInAddress(person), ...(step === undefined ? {} : { step }) }),
      'data-person': person.id,
      'aria-current': chosen ? 'true' : undefined,
    },
    ...personWords(person),
  );
}

/** Commas that only a screen reader meets keep the parts apart when they are read in one breath. */
function personWords(person: Person): (HTMLElement | false)[] {
  const unread = person.unread ?? 0;
  const isPlain = person.role === 'principal' || person.role === 'coach';
  return [
    portrait(person),
    make(
      'span',
      { class: 'person-words' },
      make('span', { class: 'person-name' }, person.name, unseen(', ')),
      // The group's heading says the usual roles to the eye.
      make(
        'span',
        { class: 'person-place' },
        isPlain ? unseen(`${person.role}, `) : `${person.role}, `,
        person.place,
        unseen(', '),
      ),
    ),
    unread > 0 && make('span', { class: 'person-unread' }, String(unread), unseen(' unread, ')),
    platformMark(person),
  ];
}

export function platformMark(person: Person): HTMLElement {
  return make('span', { class: `platform platform-${person.platform}` }, PLATFORM_NAMES[person.platform]);
}

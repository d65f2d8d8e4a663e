/** "Try this": the product in three minutes, each step one press that changes the person and the time where it must. */
import type { Moment, Person, State } from './shell-api.ts';
import { weekTime } from './shell-time.ts';
import { PLATFORM_NAMES } from './shell-people.ts';
import { unseen } from './shell-parts.ts';
import { fill, make } from './teams-dom.ts';

interface Step {
  title: string;
  words: string;
  /** The name by which the person is found. */
  person: string;
  time?: { label: string; from: number; to: number };
}

const DAY = 24 * 60;
const at = (weekday: number, hour: number): number => weekday * DAY + hour * 60;

const STEPS: readonly Step[] = [
  {
    title: 'Thursday, 2 PM: be Elena Rivera',
    words: 'A principal gets her weekly check-in in Teams.',
    person: 'Elena Rivera',
    time: { label: 'Thursday 2 PM', from: at(4, 14), to: at(5, 17) },
  },
  {
    title: 'Answer it',
    words: 'Press Start. It takes under three minutes and shows who will read what.',
    person: 'Elena Rivera',
  },
  {
    title: 'Be Jordan Bell, her coach',
    words: 'Type /coach in Slack to see the whole caseload.',
    person: 'Jordan Bell',
  },
  {
    title: 'Monday, 7 AM',
    words: 'The district’s week is put together, without anybody’s private words.',
    person: 'Moreau',
    time: { label: 'Monday 7 AM', from: at(1, 7), to: at(2, 7) },
  },
  {
    title: 'Be Dr. Moreau: read the digest',
    words: 'Open Teams on the left, then the channel Leadership coaching.',
    person: 'Moreau',
  },
];

export interface Going {
  person: Person | undefined;
  moment: Moment | undefined;
  step: number;
}

export interface Tour {
  show(state: State, step: number | undefined): void;
}

export function createTour(root: HTMLElement, go: (going: Going) => Promise<void>): Tour {
  const list = make('ol', { class: 'tour-steps' });
  const details = make(
    'details',
    { open: matchMedia('(min-width: 1241px)').matches },
    make('summary', {}, make('h2', { id: 'tour-title' }, 'Try this'), make('span', {}, 'Three minutes')),
    list,
  );
  fill(root, details);
  let state: State | undefined;
  const buttons = STEPS.map((step, index) => {
    const press = async (): Promise<void> => {
      if (!state || root.hasAttribute('data-busy')) return;
      root.toggleAttribute('data-busy', true);
      await go({ person: findPerson(state, step), moment: findMoment(state, step), step: index + 1 });
      root.removeAttribute('data-busy');
    };
    return make(
      'button',
      { type: 'button', class: 'tour-step', click: () => void press() },
      make('span', { class: 'tour-title' }, step.title, unseen('. ')),
      make('span', { class: 'tour-words' }, step.words),
    );
  });
  fill(list, ...buttons.map((button) => make('li', {}, button)));
  return {
    show: (next, taken = 0) => {
      state = next;
      for (const [index, button] of buttons.entries()) {
        const item = button.parentElement;
        item?.toggleAttribute('data-done', index + 1 < taken);
        if (index + 1 === taken) button.setAttribute('aria-current', 'step');
        else button.removeAttribute('aria-current');
        const person = findPerson(next, STEPS[index]);
        if (person) button.dataset['platform'] = PLATFORM_NAMES[person.platform];
      }
    },
  };
}

function findPerson(state: State, step: Step | undefined): Person | undefined {
  return step && state.people.find((person) => person.name.includes(step.person));
}

/** No moment where the step's hours are now: pressing it twice must not skip a week. */
function findMoment(state: State, { time }: Step): Moment | undefined {
  if (!time) return undefined;
  const { weekday, minutes } = weekTime(state.zone, new Date(state.now));
  const now = weekday * DAY + minutes;
  if (now >= time.from && now < time.to) return undefined;
  return state.moments.find((moment) => moment.label.startsWith(time.label));
}

/** The bar with the played clock: what time it is, the next moments of the week, any later time, and beginning again. */
import { moveClock, startAgain } from './shell-api.ts';
import type { Moment, Person, State } from './shell-api.ts';
import { createResetDialog, createTimeDialog } from './shell-dialogs.ts';
import { unseen } from './shell-parts.ts';
import { cityOf, dayIn, sameTime, timeIn } from './shell-time.ts';
import { fill, make } from './teams-dom.ts';

export interface ClockBar {
  show(state: State, person: Person): void;
  progress(label: string): void;
  /** Moves time and says how it went; one move at a time. */
  move(to: Date, label: string): Promise<boolean>;
}

export interface ClockOptions {
  say(text: string): void;
  /** After time moved or began again: look at everything anew. */
  moved(kind: 'moved' | 'reset'): Promise<void>;
}

export function createClock(root: HTMLElement, options: ClockOptions): ClockBar {
  const time = make('p', { class: 'clock-time' });
  const day = make('p', { class: 'clock-day' });
  const place = make('p', { class: 'clock-place' });
  const moments = make('ul', { class: 'clock-moments' });
  const progress = make('p', { class: 'clock-progress', hidden: true });
  const trouble = make('p', { class: 'clock-trouble', role: 'alert' });
  const timeDialog = createTimeDialog((to, label) => void move(to, label));
  const resetDialog = createResetDialog(() => void reset());
  const other = make(
    'button',
    { type: 'button', class: 'shell-button', click: () => timeDialog.open() },
    'Another time…',
  );
  const again = make('button', { type: 'button', class: 'shell-button', click: () => resetDialog.open() }, 'Reset…');
  let moving = false;
  let drawn = '';
  let looking: { state: State; person: Person } | undefined;

  fill(
    root,
    make('div', { class: 'clock-face' }, day, time, place, progress),
    make('div', { class: 'clock-next' }, make('h2', {}, 'Move to'), moments),
    make('div', { class: 'clock-more' }, other, again),
    trouble,
    timeDialog.element,
    resetDialog.element,
  );

  async function move(to: Date, label: string): Promise<boolean> {
    return run(`Moving to ${label}`, () => moveClock(to), 'moved');
  }

  async function reset(): Promise<void> {
    await run('Beginning again', startAgain, 'reset');
  }

  async function run(label: string, work: () => Promise<void>, kind: 'moved' | 'reset'): Promise<boolean> {
    if (moving) return false;
    moving = true;
    fill(trouble);
    setBusy(true, label);
    options.say(`${label}.`);
    try {
      await work();
      moving = false;
      await options.moved(kind);
      return true;
    } catch (error) {
      fill(trouble, error instanceof Error ? error.message : 'The clock could not be moved. Please try again.');
      return false;
    } finally {
      moving = false;
      setBusy(false);
    }
  }

  function showTime(now: Date): void {
    if (!looking) return;
    const { state, person } = looking;
    fill(day, dayIn(person.timeZone, now));
    fill(time, timeIn(person.timeZone, now));
    fill(place, placeWords(state, person, now));
  }

  /** Buttons keep the focus while time moves, so they are only marked as unavailable. */
  function setBusy(busy: boolean, label?: string): void {
    root.toggleAttribute('data-busy', busy);
    progress.hidden = !busy;
    if (label !== undefined) progress.textContent = `${label}…`;
    for (const button of root.querySelectorAll('.clock-next button, .clock-more button'))
      button.setAttribute('aria-disabled', String(busy));
  }

  function momentButton(moment: Moment): HTMLElement {
    const press = (): void => void move(new Date(moment.at), moment.label);
    // The weekday says enough to the eye; the date after it is for those who hear it.
    const [label = '', ...date] = moment.label.split(', ');
    return make(
      'li',
      {},
      make(
        'button',
        { type: 'button', class: 'moment', 'data-moment': moment.id, click: press },
        make('span', { class: 'moment-label' }, label, unseen([...date.map((one) => `, ${one}`), ', '].join(''))),
        make('span', { class: 'moment-hint' }, moment.hint),
      ),
    );
  }

  root.addEventListener(
    'click',
    (event) => {
      if (event.target instanceof Element && event.target.closest('[aria-disabled="true"]')) event.stopPropagation();
    },
    { capture: true },
  );

  return {
    move,
    progress: (label) => {
      if (progress.hidden) return;
      // An instant that is being lived through moves the face; anything else is told in words.
      const instant = new Date(label);
      if (/^\d{4}-\d\d-\d\dT/.test(label) && !Number.isNaN(instant.getTime())) showTime(instant);
      else {
        progress.textContent = `${label}…`;
        options.say(label);
      }
    },
    show: (state, person) => {
      const now = new Date(state.now);
      timeDialog.setNow(now, person.timeZone);
      looking = { state, person };
      if (!moving) showTime(now);
      if (!moving) setBusy(state.busy, 'Time is moving');
      const key = JSON.stringify(state.moments);
      if (key === drawn) return;
      drawn = key;
      const focused = document.activeElement?.getAttribute('data-moment') ?? null;
      fill(moments, ...state.moments.map(momentButton));
      if (moving) setBusy(true);
      if (focused === null) return;
      const same = moments.querySelector<HTMLElement>(`[data-moment="${CSS.escape(focused)}"]`);
      (same ?? moments.querySelector('button'))?.focus({ preventScroll: true });
    },
  };
}

function placeWords(state: State, person: Person, now: Date): string {
  if (sameTime(state.zone, person.timeZone, now)) return 'District time';
  return `${cityOf(person.timeZone)} time, ${timeIn(state.zone, now)} in the district`;
}

/** Small parts that several areas of the page draw: a person as initials, and words for screen readers only. */
import type { Person } from './shell-api.ts';
import { make, shadeOf } from './teams-dom.ts';

const HUES = 6;

export function portrait(person: Pick<Person, 'name'>): HTMLElement {
  const words = person.name.replace(/^Dr\.?\s+/, '').split(/\s+/);
  const initials = [words[0], words.at(-1)].map((word) => word?.charAt(0).toUpperCase() ?? '').join('');
  const hue = shadeOf(person.name, HUES);
  return make('span', { class: `portrait portrait-${hue}`, 'aria-hidden': 'true' }, initials);
}

export function unseen(words: string): HTMLElement {
  return make('span', { class: 'shell-hidden' }, words);
}

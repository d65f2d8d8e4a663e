import { defineCard, type Card, type Part } from '../../../chat/card.ts';
import { LIMITS } from '../../../chat/limits.ts';
import { inGroups } from './paging.ts';

/** As many of the longest names as a list may hold. */
const NAMES_A_LIST = 12;

/** A button a district, in rows; a name that is longer than a button stands whole in the list above. */
export function whichCard(lead: string, errand: string, districts: readonly { id: string; name: string }[]): Card {
  const buttons = districts.map(({ id, name }) => ({
    action: 'digest:which',
    label: name.length <= LIMITS.button ? name : `${Array.from(name).slice(0, 14).join('')}…`,
    state: { d: id, e: errand },
  }));
  const rows = Array.from({ length: Math.ceil(buttons.length / LIMITS.buttons) }, (_, row): Part => ({
    kind: 'buttons',
    buttons: buttons.slice(row * LIMITS.buttons, (row + 1) * LIMITS.buttons),
  }));
  const lists = inGroups(districts, NAMES_A_LIST).map((some): Part => ({
    kind: 'list',
    items: some.map(({ name }) => name),
  }));
  const isCut = districts.some(({ name }) => name.length > LIMITS.button);
  return defineCard({
    id: 'digest:which',
    summary: 'Which district?',
    parts: [{ kind: 'text', text: lead }, ...(isCut ? lists : []), ...rows],
  });
}

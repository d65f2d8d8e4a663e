import { defineCard, type Card, type Part } from '../../chat/card.ts';
import { defineForm } from '../../chat/define-form.ts';
import { ask } from '../../chat/form.ts';
import { LIMITS } from '../../chat/limits.ts';

/** A pair to choose from. */
export interface Choice {
  assignmentId: string;
  principalName: string;
  schoolName: string;
}

/** What a choice goes on with: ids only. `w` names the words that were typed. */
export type ChoiceState = { e: string; w: string };

const BUTTONS_A_ROW = LIMITS.buttons;
/** Two rows; the last button of the second turns the page where there are more. */
const MOST = BUTTONS_A_ROW * 2;
const A_PAGE = MOST - 1;

/** One button a pair. A label may be too short for a name, so the whole names stand above. */
export function whomCard(
  lead: string,
  choices: readonly Choice[],
  state: ChoiceState,
  look: { page?: number; opens?: 'form' | undefined } = {},
): Card {
  const pages = choices.length <= MOST ? 1 : Math.ceil(choices.length / A_PAGE);
  const start = ((look.page ?? 0) % pages) * A_PAGE;
  const shown = pages === 1 ? choices : choices.slice(start, start + A_PAGE);
  const buttons = shown.map((choice) => ({
    action: 'whom:pick',
    label: labelOf(choice, shown),
    state: { ...state, a: choice.assignmentId },
    ...(look.opens === undefined ? {} : { opens: look.opens }),
  }));
  const next = { ...state, p: String((look.page ?? 0) + 1) };
  const more = pages === 1 ? [] : [{ action: 'whom:more', label: 'More', state: next }];
  return defineCard({
    id: 'whom:whom',
    summary: lead,
    parts: [
      { kind: 'text', text: lead },
      { kind: 'list', items: shown.map(wordsOf) },
      ...rowsOf([...buttons, ...more]),
    ],
  });
}

function rowsOf(buttons: Extract<Part, { kind: 'buttons' }>['buttons']): Part[] {
  return Array.from({ length: Math.ceil(buttons.length / BUTTONS_A_ROW) }, (_, row) => ({
    kind: 'buttons',
    buttons: buttons.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  }));
}

function wordsOf({ principalName, schoolName }: Choice): string {
  return `${principalName}, ${schoolName}`;
}

/** The principal's name, with the school where two would look alike. */
function labelOf(choice: Choice, among: readonly Choice[]): string {
  const name = cut(choice.principalName, LIMITS.button);
  const alike = among.filter((one) => cut(one.principalName, LIMITS.button) === name);
  return alike.length > 1 ? cut(`${choice.schoolName}, ${choice.principalName}`, LIMITS.button) : name;
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const letter of text) {
    if (kept.length + letter.length >= most) break;
    kept += letter;
  }
  return `${kept}…`;
}

/** The same choice within a window, where there is no chat to put a card in. */
export function whomForm(question: string, choices: readonly Choice[]) {
  return defineForm({
    id: 'whom:which',
    version: 1,
    title: 'For whom?',
    submit: 'Next',
    fields: {
      who: ask.person(
        question,
        choices.map((choice) => ({ id: choice.assignmentId, label: cut(wordsOf(choice), LIMITS.option) })),
      ),
    },
  });
}

export function wordsCard(text: string): Card {
  return defineCard({ id: 'whom:words', summary: text, parts: [{ kind: 'text', text }] });
}

const EXAMPLE = Array.from({ length: 12 }, (_, index) => ({
  assignmentId: `01990000-0000-7000-8000-0000000000${String(index + 10)}`,
  principalName: ['Ada Rivera', 'Ngozi Okafor', 'Minh Nguyen'][index % 3] ?? '',
  schoolName: `School ${String(index + 1)}`,
}));
const STATE = { e: 'coach step', w: '01990000-0000-7000-8000-000000000001' };

export const examples = [
  { card: whomCard('For whom is the next step?', EXAMPLE, STATE, { opens: 'form' }) },
  { card: whomCard('I found no pair of yours by “Rivra”. Did you mean Ada Rivera?', EXAMPLE.slice(0, 1), STATE) },
  { card: wordsCard('You have no pairs yet. A pair begins when its compact is signed.') },
  { form: whomForm('For whom is the next step?', EXAMPLE), answers: { who: EXAMPLE[1]?.assignmentId } },
];

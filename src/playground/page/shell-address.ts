/** What is shown, kept in the page's address, so that a link or a reload leads to the same place. */
export interface Address {
  /** The person's name as an address has it, `elena-rivera`: it stays the same when the sample is loaded again. */
  person?: string;
  /** The last step of the tour that was taken, counted from 1. */
  step?: number;
}

export function readAddress(): Address {
  const words = new URLSearchParams(location.hash.slice(1));
  const step = Number(words.get('step'));
  const person = words.get('person');
  return { ...(person === null ? {} : { person }), ...(Number.isInteger(step) && step > 0 ? { step } : {}) };
}

export function linkTo({ person, step }: Address): string {
  const words = new URLSearchParams();
  if (person !== undefined) words.set('person', person);
  if (step !== undefined) words.set('step', String(step));
  return `#${words.toString()}`;
}

export function nameInAddress(person: { name: string }): string {
  return person.name
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

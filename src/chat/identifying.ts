/** A sentence for the person when a text may name a student or a teacher, or undefined (domain: weekly check-in, rules). */
export function findIdentifying(text: string): string | undefined {
  if (/[^\s@]+@[^\s@]+\.[a-z]{2,}/i.test(text)) return `${PLEASE} There is an e-mail address in this answer.`;
  if (/\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b(19|20)\d{2}-\d{1,2}-\d{1,2}\b|\b(born|dob|date of birth)\b/i.test(text))
    return `${PLEASE} There is what looks like a date of birth in this answer.`;
  if (/(?:\d[ -]?){6,}/.test(text)) return `${PLEASE} There is a long number in this answer.`;
  return undefined;
}

const PLEASE = "Please don't name a student or a teacher.";

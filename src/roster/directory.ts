import type { Tx } from '../db/client.ts';
import type { Viewer } from './access.ts';
import { fits } from './names.ts';

/** Also of people who have left. */
export async function listNames(tx: Tx, viewer: Viewer, personIds: readonly string[]): Promise<Map<string, string>> {
  const people = await tx.person.findMany({
    where: { tenantId: viewer.tenantId, id: { in: [...new Set(personIds)] } },
    select: { id: true, displayName: true },
  });
  return new Map(people.map((person) => [person.id, person.displayName]));
}

/** By name; only those whose name has `part` in it, where one is given. */
export async function listSchoolNames(tx: Tx, viewer: Viewer, part?: string): Promise<{ id: string; name: string }[]> {
  return tx.school.findMany({
    where: {
      tenantId: viewer.tenantId,
      ...(part === undefined ? {} : { name: { contains: part, mode: 'insensitive' } }),
    },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
}

/** Which of these words are of the name of somebody on the staff list, or of a school: a text may name them. */
export async function findStaffWords(tx: Tx, viewer: Viewer, words: readonly string[]): Promise<Set<string>> {
  const wanted = [...new Set(words)].slice(0, MOST_WORDS);
  if (wanted.length === 0) return new Set();
  const { tenantId } = viewer;
  const holding = (word: string) => ({ contains: word, mode: 'insensitive' as const });
  const people = await tx.person.findMany({
    where: { tenantId, OR: wanted.map((word) => ({ displayName: holding(word) })) },
    select: { displayName: true },
  });
  const schools = await tx.school.findMany({
    where: { tenantId, OR: wanted.map((word) => ({ name: holding(word) })) },
    select: { name: true },
  });
  const names = [...people.map(({ displayName }) => displayName), ...schools.map(({ name }) => name)];
  return new Set(wanted.filter((word) => names.some((name) => fits(word, name) === 'whole')));
}

const MOST_WORDS = 40;

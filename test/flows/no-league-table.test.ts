// Scenario 14: no verb, view or button returns schools by a practice metric to a district role. Each school's numbers are marks
// that no other number of the week is, so whatever shows one, or an order made by one, is found.
import { features } from '../../src/desk/index.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  ADLER,
  BROOKS,
  HADDAD,
  MOREAU,
  NGUYEN,
  OKAFOR,
  ORTIZ,
  PATEL,
  RIVERA,
  STONE,
  answer,
  assignmentOf,
  channelPosts,
  chat,
  press,
  rows,
  type,
} from './acts.ts';

/** Against the alphabet of the schools, so that no other order is this one by chance. */
const MARKS = new Map([
  [RIVERA, { rooms: 43, 'next-steps': 31 }],
  [OKAFOR, { rooms: 59, 'next-steps': 53 }],
  [NGUYEN, { rooms: 37, 'next-steps': 34 }],
  [PATEL, { rooms: 57, 'next-steps': 51 }],
  [BROOKS, { rooms: 41, 'next-steps': 33 }],
  [HADDAD, { rooms: 55, 'next-steps': 54 }],
  [STONE, { rooms: 39, 'next-steps': 36 }],
  [ORTIZ, { rooms: 52, 'next-steps': 49 }],
]);

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-22T12:30:00Z');
  await at.travel.to(new Date('2026-10-22T21:01:00Z'), () => undefined);
  for (const [email, given] of MARKS)
    await answer(at, email, { rooms: String(given.rooms), 'next-steps': String(given['next-steps']) });
  await at.travel.to(new Date('2026-10-26T12:00:00Z'), () => undefined);
}, 120_000);
afterAll(() => at.stop());

/** All that somebody can type: every verb of the house with every word that may follow, their own or not, and its pages. */
function everyCommand(): string[] {
  return features
    .flatMap((feature) => feature.verbs ?? [])
    .flatMap(({ command, verb, follow = [] }) => {
      const typed = `${command} ${verb}`.trim();
      return [typed, `${typed} 2`, `${typed} Adams`, ...follow.map((word) => `${typed} ${word}`)];
    });
}

/** Everything that a role gets to read: what is typed, pressed and posted. One view an entry. */
async function everyViewOf(email: string): Promise<string[]> {
  const views: string[] = [];
  for (const command of [...everyCommand(), 'home', 'help']) views.push(await type(at, email, command));
  const labels = new Set(chat(at, email).flatMap((message) => message.buttons));
  for (const label of labels) {
    const before = chat(at, email).length;
    await press(at, email, label).catch(() => undefined);
    views.push(
      ...chat(at, email)
        .slice(before)
        .map((message) => message.words),
    );
  }
  return [...views, ...chat(at, email).map((message) => message.words), ...channelPosts(at).map((post) => post.words)];
}

describe('14, no league table: whatever the district asks for', () => {
  it.each([
    ['its leader', MOREAU],
    ['its administrator', ADLER],
  ])(
    'shows %s no school’s number, and no list of schools in the order of one',
    async (_, email) => {
      const views = await everyViewOf(email);
      const schools = await schoolsByMark();

      expect(views.length).toBeGreaterThan(40);
      const marks = [...MARKS.values()].flatMap((given) => Object.values(given).map(String));
      expect(views.flatMap((view) => marks.filter((mark) => new RegExp(`\\b${mark}\\b`).test(view)))).toEqual([]);
      for (const question of ['rooms', 'next-steps'] as const) {
        const order = schools(question);
        expect(order).toHaveLength(8);
        for (const view of views)
          for (const best of [order, [...order].reverse()]) expect(isInOrder(view, best)).toBe(false);
      }
    },
    120_000,
  );

  it('while the medians of all of them are in the digest', () => {
    expect(channelPosts(at).at(-1)?.words).toMatch(/median of 8 principals: classrooms visited 47.5\/wk/);
  });
});

async function schoolsByMark(): Promise<(question: 'rooms' | 'next-steps') => string[]> {
  const named = new Map<string, string>();
  for (const email of MARKS.keys()) {
    const id = await assignmentOf(at, email);
    const { school } = await rows(at, (tx) =>
      tx.coachAssignment.findUniqueOrThrow({ where: { id }, include: { school: true } }),
    );
    named.set(email, school.name);
  }
  return (question) =>
    [...MARKS].sort(([, a], [, b]) => b[question] - a[question]).map(([email]) => named.get(email) ?? email);
}

/** Does a view name more than two of the schools, and all that it names in this order? */
function isInOrder(view: string, order: readonly string[]): boolean {
  const named = order.filter((school) => view.includes(school));
  const places = named.map((school) => view.indexOf(school));
  return named.length > 2 && places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
}

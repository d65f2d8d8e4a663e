// Three pairs write into every private field, by the wire that people use: both on Slack, both on Teams, and one across.
import { addDays } from '../../src/zone.ts';
import {
  BELL,
  BROOKS,
  CHO,
  FARAH,
  HADDAD,
  NGUYEN,
  OKAFOR,
  PATEL,
  RIVERA,
  SINGH,
  STONE,
  USUAL,
  answer,
  assignmentOf,
  chat,
  closeAll,
  isOnSlack,
  open,
  openForm,
  personId,
  press,
  rows,
  say,
  send,
  slackWho,
  stepRows,
  type,
  type Scene,
} from '../flows/acts.ts';
import type { TestHouse } from '../support/house.ts';
import type { Marks } from './marks.ts';

export interface MarkedPair {
  name: string;
  coach: string;
  principal: string;
  lastName: string;
}

export const PAIRS: readonly MarkedPair[] = [
  { name: 'ACROSS', coach: BELL, principal: RIVERA, lastName: 'Rivera' },
  { name: 'SLACK', coach: FARAH, principal: STONE, lastName: 'Stone' },
  { name: 'TEAMS', coach: CHO, principal: OKAFOR, lastName: 'Okafor' },
];

const NEXT_WEEK = '2026-10-30';
/** `look` is called whenever somebody has something before their eyes that goes away again. */
export type House = TestHouse & Scene & { look(): void };

/** Monday: steps, goals, the visit, and what was begun and never sent. */
export async function fillMonday(at: House, marks: Marks, pair: MarkedPair): Promise<void> {
  const { coach, principal, lastName, name } = pair;
  const [coachId, principalId] = [await personId(at, coach), await personId(at, principal)];
  const byCoach = (field: string) => marks.make(name, field, coachId);
  const byPrincipal = (field: string) => marks.make(name, field, principalId);

  await openTyped(at, coach, `coach step ${lastName} ${byCoach('command')} fri`);
  const step = { text: byCoach('plan:propose text'), evidence: byCoach('plan:propose evidence'), dueOn: NEXT_WEEK };
  await taken(send(at, coach, step));
  await open(at, principal, 'In my own words');
  await taken(send(at, principal, { text: byPrincipal('plan:reword text'), dueOn: NEXT_WEEK }));

  const goal = (by: (field: string) => string) => ({
    statement: by('plan:goal statement'),
    standard: '6',
    why: by('plan:goal why'),
    evidence: by('plan:goal evidence'),
  });
  await openTyped(at, principal, 'checkin goal');
  await taken(send(at, principal, goal(byPrincipal)));
  await openTyped(at, coach, `coach goal ${lastName}`);
  await taken(send(at, coach, goal(byCoach)));

  // It has moved twice already, so its day brings the choice.
  await openTyped(at, coach, `coach step ${lastName}`);
  await taken(send(at, coach, { text: byCoach('plan:propose text'), dueOn: '2026-10-20' }));
  await press(at, principal, 'Accept');
  const plan = { assignmentId: await assignmentOf(at, principal) };
  await rows(at, (tx) =>
    tx.actionStep.updateMany({ where: { plan, dueOn: new Date('2026-10-20') }, data: { carriedCount: 2 } }),
  );

  const log = await openTyped(at, coach, `coach log ${lastName}`);
  const seen = Object.fromEntries(
    Object.keys(log.values).flatMap((row) => (row.startsWith('seen.') ? [[row, 'not-yet']] : [])),
  );
  await taken(
    send(at, coach, {
      ...{ outcome: 'full', visitedOn: '2026-10-19', activities: ['rehearsal'], ...seen },
      ...{
        next: byCoach('visit:log next'),
        nextBy: NEXT_WEEK,
        barrier: 'technology',
        agreed: 'no',
        standards: ['6'],
        help: 'talk',
      },
    }),
  );

  await openTyped(at, coach, `coach step ${lastName} ${byCoach('command')}`);
  await closeAll(at, coach);
  await openTyped(at, coach, `coach goal ${lastName}`);
  const refused = goal(() => byCoach('refused'));
  if (!(await send(at, coach, { ...refused, why: `${refused.why} call a@b.org` })))
    throw new Error('an address was taken');
  at.look();
  await closeAll(at, coach);
}

/** From messages, as the menus of Slack make it: one's own words to the app, of which the other never hears. */
export async function fillFromMessages(at: House, marks: Marks): Promise<void> {
  for (const [email, shortcut] of [
    [FARAH, 'plan:from-message'],
    [STONE, 'barrier:from-message'],
  ] as const) {
    const words = marks.make('SLACK', 'message', await personId(at, email));
    await say(at, email, words);
    const dm = at.stage.slack.screen(slackWho(email, at)).conversations.find((one) => one.kind === 'im');
    const said = dm?.messages.findLast((one) => !one.isApp && one.text.includes(words));
    if (!dm || !said) throw new Error(`${email} said nothing`);
    await at.stage.slack.sendMessageShortcut(slackWho(email, at), dm.id, said.ts, shortcut);
    await at.stage.slack.until(() => (openForm(at, email)?.title ?? 'One moment…') !== 'One moment…');
    at.look();
    if (email === STONE) await taken(send(at, email, { category: 'services', share: 'no' }));
    else await closeAll(at, email);
  }
  // A coach of several, who did not say whose step it is.
  await type(at, SINGH, `coach step ${marks.make('SINGH', 'command', await personId(at, SINGH))}`);
}

/** A records officer's words, which nobody meets in the product: the command line is where officers work. */
export async function fillByOfficer(at: House, marks: Marks): Promise<void> {
  const { tenantId } = at;
  const [placedAt, liftedAt] = [new Date('2026-10-01T12:00:00Z'), new Date('2026-10-02T12:00:00Z')];
  await rows(at, (tx) =>
    tx.legalHold.create({
      data: {
        ...{ tenantId, placedAt, liftedAt },
        matter: marks.make('OFFICER', 'officer', ''),
        liftReason: marks.make('OFFICER', 'officer', ''),
      },
    }),
  );
}

/** Wednesday: each principal's choice about the step that has moved three times. */
export async function fillChoices(at: House, marks: Marks): Promise<void> {
  const id = await personId(at, OKAFOR);
  await open(at, OKAFOR, 'Make it smaller');
  await taken(send(at, OKAFOR, { text: marks.make('TEAMS', 'plan:reword text', id), dueOn: addDays(NEXT_WEEK, -1) }));
  await open(at, RIVERA, 'Let it go');
  await taken(send(at, RIVERA, { reason: 'fit' }));
  await open(at, STONE, "Name what's in the way");
  await taken(send(at, STONE, { category: 'capacity', share: 'no' }));
}

/** Thursday: the check-in, refused once, with what was said to the app beside it. */
export async function fillThursday(at: House, marks: Marks, { name, principal }: MarkedPair): Promise<void> {
  const id = await personId(at, principal);
  const form = await open(at, principal, 'Start');
  const given = {
    ...{ ...USUAL, ...stepRows(form, 'stuck'), rooms: '37', 'next-steps': '23', ready: '2' },
    ...{ led: ['delegated'], barriers: ['capacity'], need: 'rehearse' },
  };
  const words = `${marks.make(name, 'refused', id)} call a@b.org`;
  if (!(await send(at, principal, { ...given, 'need-note': words }))) throw new Error('an address was taken');
  at.look();
  await taken(send(at, principal, { ...given, 'need-note': marks.make(name, 'check-in:week need-note', id) }));
  await say(at, principal, `${marks.make(name, 'chat', id)}, stuck`);
}

/** The others answer what is usual, so that there is a digest with totals; one has no week. */
export async function fillTheRest(at: House): Promise<void> {
  for (const email of [NGUYEN, PATEL, BROOKS]) await answer(at, email);
  await open(at, HADDAD, 'Not this week');
  await taken(send(at, HADDAD, { reason: 'event' }));
}

/** In Teams a typed command answers with the button that opens its form, and in Slack where its window cannot open in time. */
async function openTyped(at: House, email: string, command: string) {
  await type(at, email, command);
  const form =
    (isOnSlack(email, at) ? openForm(at, email) : undefined) ??
    (await open(at, email, chat(at, email).at(-1)?.buttons[0] ?? ''));
  at.look();
  return form;
}

async function taken(sending: ReturnType<typeof send>): Promise<void> {
  const back = await sending;
  if (back) throw new Error(`a form came back: ${JSON.stringify(back)}`);
}

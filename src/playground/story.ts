// The sample's week so far, played by its people over the platforms' own wires: everything a visitor finds was really sent.
import { inTenant } from '../db/scope.ts';
import type { Throughline } from '../main.ts';
import { systemViewer } from '../roster/access.ts';
import { staffDays } from '../roster/calendar.ts';
import { listSchoolDays } from '../roster/school-days.ts';
import { listPairs, type Pair } from '../roster/store.ts';
import { addDays, dayIn, instantAt, mondayOf, type Day } from '../zone.ts';
import { installSlack } from './install-slack.ts';
import { DISTRICT_ZONE } from './moments.ts';
import { answerInSlack, answerInTeams, decideInSlack, decideInTeams, proposeInSlack } from './story-acts.ts';
import { TENANT_ID, type Stage } from './stage.ts';
import type { TimeTravel } from './time-travel.ts';

export interface Told {
  house: Throughline;
  stage: Stage;
  tenantId: string;
  travel: TimeTravel;
  tell(label: string): void;
}

/** A step a school, and whether its principal says it in other words. */
const STEPS: Record<string, { text: string; reworded?: string }> = {
  'Adams ES': {
    text: 'Visit all four grade-5 math rooms for 10 minutes and leave one next step',
    reworded: 'See all four grade-5 math rooms before Friday, one written next step each',
  },
  'Baker ES': { text: 'Open the grade-3 PLC with one work sample from each class' },
  'Clay K-8': { text: 'Block Tuesday and Thursday mornings for classrooms on the shared calendar' },
  'Lincoln MS': { text: 'Rehearse the feedback talk for two science rooms, then hold both' },
  'Madison MS': { text: 'Let the assistant principal lead the data meeting, and observe it' },
  'Grant MS': { text: 'Walk every grade-6 room with the look-fors on writing' },
  'Truman HS': { text: 'Meet the ninth-grade team with the list of missing credits, names left out' },
  'Mesa Vista HS': { text: 'Ask each department for one reteach plan by Wednesday' },
};

/** Who has answered by the time the visitor comes in. */
const ANSWERS: Record<
  string,
  { steps: string; rooms: string; talks: string; led: string[]; barriers: string[]; need: string }
> = {
  'Baker ES': { steps: 'done', rooms: '8', talks: '5', led: ['plc'], barriers: ['substitutes'], need: 'data' },
  'Clay K-8': {
    steps: 'moving',
    rooms: '6',
    talks: '4',
    led: ['blocked', 'leadership-team'],
    barriers: ['schedule'],
    need: 'delegate',
  },
  'Lincoln MS': {
    steps: 'stuck',
    rooms: '3',
    talks: '2',
    led: ['none'],
    barriers: ['substitutes', 'testing'],
    need: 'rehearse',
  },
  'Madison MS': {
    steps: 'done',
    rooms: '9',
    talks: '7',
    led: ['data', 'delegated'],
    barriers: ['nothing'],
    need: 'check-in',
  },
};

export async function tellStory(told: Told): Promise<void> {
  const { house, tenantId, travel } = told;
  const pairs = await inTenant(house.db, tenantId, (tx) => listPairs(tx, systemViewer(tenantId)));
  const monday = await firstFullWeek(told, pairs);
  await travel.set(instantAt(DISTRICT_ZONE, monday, '08:30'));
  await installSlack(told.stage, house, tenantId);
  await house.wake();
  await installTeams(told);
  told.tell('Monday: coaches propose a next step, principals make it theirs');
  for (const pair of pairs) await agreeOnStep(told, pair, addDays(monday, 4));
  await house.clockwork.drain();
  told.tell('Thursday 2 PM: the check-ins open');
  await travel.to(new Date(instantAt(DISTRICT_ZONE, addDays(monday, 3), '14:00').getTime() + 60_000), () => undefined);
  for (const pair of pairs) await answer(told, pair);
  await house.clockwork.drain();
  await travel.to(instantAt(DISTRICT_ZONE, addDays(monday, 3), '14:45'), () => undefined);
  told.tell('Ready');
}

/** The first week from now on in which the whole district works from Monday to Friday, and the Monday after. */
async function firstFullWeek({ house, tenantId }: Told, pairs: readonly Pair[]): Promise<Day> {
  const districtId = pairs[0]?.school.districtId;
  let monday = mondayOf(dayIn(DISTRICT_ZONE, house.clock.now()));
  for (let weeks = 0; weeks < 60 && districtId !== undefined; weeks += 1, monday = addDays(monday, 7)) {
    const days = await inTenant(house.db, tenantId, (tx) =>
      listSchoolDays(tx, systemViewer(tenantId), districtId, monday),
    );
    const chain = { school: 'none' };
    if (
      staffDays(days, monday, chain).length === 5 &&
      staffDays(days, addDays(monday, 7), chain).includes(addDays(monday, 7))
    )
      return monday;
  }
  return monday;
}

/** The district's administrator has installed the app for everybody, and the superintendent has chosen the channel. */
async function installTeams({ house, stage }: Told): Promise<void> {
  for (const user of stage.teams.users.filter((one) => one.tenantId === TENANT_ID)) await stage.teams.install(user);
  if (stage.team) {
    await stage.teams.addToTeam(stage.team);
    const leader = stage.teams.users.find(
      (user) => stage.team?.memberIds.includes(user.id) && user.email.startsWith('camille.'),
    );
    const channel = stage.team.channels.find((one) => one.name === 'Leadership coaching');
    if (leader && channel) await stage.teams.say(leader, channel.id, 'district here');
  }
  await house.clockwork.drain();
}

async function agreeOnStep({ house, stage, tenantId }: Told, pair: Pair, by: Day): Promise<void> {
  const step = STEPS[pair.school.name];
  if (!step) return;
  const emails = await emailsOf(house, tenantId, pair);
  await proposeInSlack(stage, emails.coach, pair, step.text, by);
  await house.clockwork.drain();
  if (emails.principalOnSlack) await decideInSlack(stage, emails.principal);
  else await decideInTeams(stage, emails.principal, step.reworded, by);
  await house.clockwork.drain();
}

async function answer({ house, stage, tenantId }: Told, pair: Pair): Promise<void> {
  const given = ANSWERS[pair.school.name];
  if (!given) return;
  const emails = await emailsOf(house, tenantId, pair);
  if (emails.principalOnSlack) await answerInSlack(stage, emails.principal, given);
  else await answerInTeams(stage, emails.principal, given);
}

async function emailsOf(house: Throughline, tenantId: string, pair: Pair) {
  const people = await inTenant(house.db, tenantId, (tx) =>
    tx.person.findMany({
      where: { id: { in: [pair.coach.id, pair.principal.id] } },
      select: { id: true, email: true, preferredPlatform: true },
    }),
  );
  const principal = people.find((person) => person.id === pair.principal.id);
  const coach = people.find((person) => person.id === pair.coach.id);
  return {
    principal: principal?.email ?? '',
    coach: coach?.email ?? '',
    principalOnSlack: principal?.preferredPlatform === 'SLACK',
  };
}

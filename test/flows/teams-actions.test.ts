// The "..." menu of Teams with the whole house behind it: the twin of what shortcuts.test.ts shows in Slack.
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  MOREAU,
  NGUYEN,
  OKAFOR,
  RIVERA,
  STONE,
  assignmentOf,
  chat,
  closeAll,
  messageWithButton,
  messagesWith,
  openForm,
  personId,
  press,
  rows,
  send,
  teamsUser,
  type OpenForm,
} from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  // The superintendent, who is in Teams, coaches two principals beside.
  const coachId = await personId(at, MOREAU);
  for (const principal of [NGUYEN, OKAFOR]) {
    const id = await assignmentOf(at, principal);
    await rows(at, (tx) => tx.coachAssignment.update({ where: { id }, data: { coachId } }));
  }
}, 150_000);
afterAll(() => at.stop());

const channel = () => at.stage.team?.channels[1]?.id ?? '';

/** Picks an entry, and reads the form or the words that come. */
async function pick(email: string, action: string, message?: string): Promise<OpenForm> {
  await closeAll(at, email);
  const where = message === undefined ? { where: teamsUser(at, email).chatId } : { message };
  await at.stage.teams.pick(teamsUser(at, email), { action, ...where });
  return shown(email);
}

function shown(email: string): OpenForm {
  const form = openForm(at, email);
  const message = at.stage.teams.screen(teamsUser(at, email)).dialog?.message;
  if (!form) throw new Error(`${email} has no dialog open`);
  return message === undefined ? form : { ...form, words: message };
}

/** Something that was said in the leaders' channel, by its id. */
async function said(text: string): Promise<string> {
  await at.stage.teams.say(teamsUser(at, MOREAU), channel(), text, { mention: false });
  const threads = at.stage.teams
    .screen(teamsUser(at, MOREAU))
    .teams.flatMap((one) => one.channels.flatMap((each) => each.threads));
  return threads.at(-1)?.root.id ?? '';
}

describe('an entry beside the box one types in', () => {
  it('opens the check-in of a principal', async () => {
    await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
    const form = await pick(RIVERA, 'Open my check-in');
    expect(form.title).toBe('Your week');
    await closeAll(at, RIVERA);
  });

  it('is not for another role, and says so in the dialog and not in the chat', async () => {
    const before = chat(at, RIVERA).length;
    expect((await pick(RIVERA, 'visit:log')).words).toContain('That is not for your role.');
    expect(chat(at, RIVERA)).toHaveLength(before);
  });

  it('asks which pair is meant, and the choice stays in the dialog', async () => {
    expect((await pick(MOREAU, 'Log a visit')).title).toBe('For whom?');
    const form = await send(at, MOREAU, { who: await assignmentOf(at, NGUYEN) });
    expect([form?.title, form?.words]).toEqual(['After the visit', expect.stringContaining('Minh Nguyen')]);
    expect(await send(at, MOREAU, { outcome: 'full', visitedOn: '2026-10-20' })).toBeUndefined();
    const assignmentId = await assignmentOf(at, NGUYEN);
    expect(await rows(at, (tx) => tx.visit.count({ where: { assignmentId, outcome: 'full' } }))).toBe(1);
  });

  it('leaves the chat of a person where it was, wherever it was picked', async () => {
    await at.stage.teams.pick(teamsUser(at, MOREAU), { action: 'visit:log', where: channel() });
    await closeAll(at, MOREAU);
    const accounts = await rows(at, (tx) =>
      tx.platformAccount.findMany({ where: { userId: teamsUser(at, MOREAU).id } }),
    );
    expect(JSON.stringify(accounts)).toContain(teamsUser(at, MOREAU).chatId);
    expect(JSON.stringify(accounts)).not.toContain(channel());
  });
});

describe('an entry of a message', () => {
  it('makes its words a next step, through the choice of a pair', async () => {
    const message = await said('Visit all four grade-5 math rooms by Friday');
    const choice = await pick(MOREAU, 'Make this a next step', message);
    expect(choice.words).toContain('For whom is the next step?');
    const form = await send(at, MOREAU, { who: await assignmentOf(at, OKAFOR) });
    expect([form?.title, form?.values]).toEqual([
      'Propose a next step',
      expect.objectContaining({ text: 'Visit all four grade-5 math rooms', dueOn: '2026-10-23' }),
    ]);
    expect(await send(at, MOREAU, {})).toBeUndefined();
    expect(messagesWith(at, OKAFOR, 'Visit all four grade-5 math rooms')).toHaveLength(1);
    await press(at, OKAFOR, 'Accept');
    expect(messageWithButton(at, MOREAU, 'Accept')).toBeUndefined();
  });

  it('raises a barrier, and the words of the message are kept nowhere', async () => {
    const MARK = 'CANARY-7f3 the roof over the gym';
    const message = await said(MARK);
    await pick(MOREAU, 'Raise as a barrier', message);
    const form = await send(at, MOREAU, { who: await assignmentOf(at, OKAFOR) });
    expect(form?.title).toBe('Raise a barrier');
    expect(JSON.stringify(form)).not.toContain('CANARY');
    expect(await send(at, MOREAU, { category: 'facilities', share: 'no' })).toBeUndefined();
    const kept = await rows(at, async (tx) =>
      JSON.stringify([await tx.formDraft.findMany(), await tx.barrier.findMany(), await tx.delivery.findMany()]),
    );
    expect(kept).toContain('facilities');
    expect(kept).not.toContain('CANARY');
    expect(at.logged.join('\n')).not.toContain('CANARY');
  });

  it('shows nothing to the channel that it stands in', async () => {
    const words = JSON.stringify(at.stage.teams.screen(teamsUser(at, MOREAU)).teams);
    expect(words).not.toMatch(/For whom|Propose a next step|not for your role/);
    expect(
      chat(at, STONE)
        .map((one) => one.words)
        .join('\n'),
    ).not.toContain('grade-5');
  });
});

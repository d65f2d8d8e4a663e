import { TENANT_ID } from '../../src/playground/stage.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { ADLER, BELL, MOREAU, OKAFOR, RIVERA, chat, rows, say } from './acts.ts';
import { askTab, openTab, pressInTab, sendInTab } from './tabs.ts';

const MARK = 'CANARY-tab';
const USUAL = { rooms: '7', 'next-steps': '5', led: 'plc', barriers: 'nothing', need: 'data' };

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  await at.travel.to(new Date('2026-10-22T14:01:00-04:00'), () => undefined);
}, 120_000);
afterAll(() => at.stop());

describe('Home in Teams, in its own tab', () => {
  it('lets a principal open the check-in, send it, and find it sent', async () => {
    const home = await openTab(at, RIVERA);
    expect(home.answer.show).toBe('home');
    expect(home.words).toContain('is open until Fri 5 PM');

    const form = await pressInTab(at, RIVERA, home, 'Open my check-in');
    expect(form.answer).toMatchObject({ show: 'form', title: 'Your week' });
    const sent = await sendInTab(at, RIVERA, form, 'Send', { ...USUAL, 'need-note': `${MARK}-note` });
    expect(sent.answer).toMatchObject({ show: 'done', words: expect.stringContaining('Thanks') });

    expect((await openTab(at, RIVERA)).words).toContain('You can change it until Fri 5 PM.');
  });

  it('gives a form back that needs another look, with what was typed', async () => {
    const form = await pressInTab(at, OKAFOR, await openTab(at, OKAFOR), 'Open my check-in');
    const back = await sendInTab(at, OKAFOR, form, 'Send', { ...USUAL, rooms: '4000', 'need-note': `${MARK}-kept` });

    expect(back.answer).toMatchObject({ show: 'form', title: 'Your week' });
    expect(back.words).toContain('Not sent yet');
    expect(JSON.stringify(back.answer.card)).toContain(`${MARK}-kept`);
    expect((await sendInTab(at, OKAFOR, back, 'Send', USUAL)).answer.show).toBe('done');
  });

  it('has the effect of a form once, however often its drawing is sent', async () => {
    const form = await pressInTab(at, RIVERA, await openTab(at, RIVERA), 'Write a goal');
    const values = { statement: `${MARK}-goal`, standard: '4' };
    const [first, second] = [
      await sendInTab(at, RIVERA, form, 'Save goal', values),
      await sendInTab(at, RIVERA, form, 'Save goal', values),
    ];

    expect([first.answer.show, second.answer.show]).toEqual(['done', 'done']);
    expect(await rows(at, (tx) => tx.goal.count())).toBe(1);
    expect((await openTab(at, RIVERA)).words).toContain(`${MARK}-goal`);
  });

  it('shows a coach on Teams the caseload, and the form that a button there opens', async () => {
    const coach = at.stage.teams.addUser({ tenantId: TENANT_ID, name: 'Jordan Bell', email: BELL });
    await at.stage.teams.install(coach);
    const home = await openTab(at, BELL);

    expect(home.words).toContain('Adams ES');
    expect((await pressInTab(at, BELL, home, 'Propose a step')).answer).toMatchObject({
      show: 'form',
      title: 'Propose a next step',
    });
  });

  it('shows those who answer for a district the week so far, and not one word of a pair', async () => {
    const leader = await openTab(at, MOREAU);
    const admin = await openTab(at, ADLER);

    expect(leader.words).toContain('this week so far');
    expect(admin.words).toContain('Workspaces and channels');
    for (const seen of [leader, admin]) expect(JSON.stringify(seen.answer)).not.toContain(MARK);
    const how = await pressInTab(at, MOREAU, leader, 'How this is made');
    expect(how.answer).toMatchObject({ show: 'card', title: 'How this is made' });
  });

  it('does nothing for a button of somebody else’s Home', async () => {
    const home = await openTab(at, BELL);
    const data = home.buttons['Propose a step'];
    const answered = await askTab(at, OKAFOR, 'press', { id: 'press-of-another', data });

    expect(answered.answer.show).not.toBe('form');
    expect(JSON.stringify(answered.answer)).not.toContain(MARK);
  });

  it('sends whoever never wrote to the app to the chat, and knows nobody of another tenant', async () => {
    const other = '77777777-0000-4000-8000-000000000007';
    const stranger = 'sam.hill@harborcity.example';
    at.stage.teams.addUser({ tenantId: TENANT_ID, name: 'Sam Hill', email: stranger });
    at.stage.teams.addTenant({ id: other, name: 'Lakeside Schools' });
    const twin = at.stage.teams.addUser({ tenantId: other, name: 'Elena Rivera', email: 'elena@lakeside.example' });
    const { aadObjectId: objectId = '' } = at.stage.teams.findUser(RIVERA, TENANT_ID) ?? {};
    const token = await at.stage.teams.signInToken(twin, { objectId });
    const response = await fetch(`${at.house.url}/teams/tab/home`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });

    expect((await openTab(at, stranger)).answer.show).toBe('stranger');
    expect(await response.json()).toMatchObject({ show: 'stranger' });
  });

  it('leaves the chat as it was: nothing is sent there, and it still reaches the person', async () => {
    const before = chat(at, RIVERA).length;
    await openTab(at, RIVERA);
    await at.house.clockwork.drain();

    expect(chat(at, RIVERA)).toHaveLength(before);
    expect(await rows(at, (tx) => tx.delivery.count({ where: { surface: 'home', platform: 'TEAMS' } }))).toBe(0);
    expect(await say(at, RIVERA, 'home')).toContain('You can change it until Fri 5 PM.');
  });

  it('logs not one word that anybody wrote', () => {
    expect(at.logged.join('\n')).not.toContain(MARK);
  });
});

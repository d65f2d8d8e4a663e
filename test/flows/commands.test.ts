import { features } from '../../src/desk/index.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  ADLER,
  BELL,
  FARAH,
  HAAS,
  MOREAU,
  NGUYEN,
  ORTIZ,
  RIVERA,
  SINGH,
  STONE,
  assignmentOf,
  chat,
  closeAll,
  isOnSlack,
  openForm,
  personId,
  press,
  propose,
  rows,
  say,
  teamsUser,
  type,
} from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
}, 150_000);
afterAll(() => at.stop());

describe('a word that is not known', () => {
  it.each([
    [BELL, 'coach stpe Rivera', 'I do not know “stpe”. Did you mean step?'],
    [BELL, 'coach xyzzy', 'I do not know “xyzzy”. You can type:'],
    [BELL, 'coach Rivera', 'I do not know “rivera”. You can type:'],
    [RIVERA, 'checkin hstory', 'I do not know “hstory”. Did you mean history?'],
    [MOREAU, 'district digest prevue', 'I do not know “prevue”. Did you mean /district digest preview?'],
    [HAAS, 'district digest xyzzy', 'I do not know “xyzzy”. Did you mean /district digest preview?'],
    [MOREAU, 'district digst', 'I do not know “digst”. Did you mean digest?'],
    [MOREAU, 'district Harbr', 'I know no district of yours by that name. Did you mean Harbor City'],
    [BELL, 'checkin log', '“log” is /coach log. You can type:'],
    [BELL, 'checkin plan', '“plan” is /coach plan. You can type:'],
    [RIVERA, 'coach history', '“history” is /checkin history. You can type:'],
    [RIVERA, 'coach step', 'That is not for your role. You can type:'],
    [MOREAU, 'coach log', 'That is not for your role. You can type:'],
  ])('%s types %s', async (email, command, answer) => {
    expect(await type(at, email, command)).toContain(answer);
  });

  it.each([
    [MOREAU, 'district harbor', 'Harbor City'],
    [HAAS, 'district Harbor City', 'Harbor City'],
    [BELL, 'coach 1', 'Your caseload'],
    [BELL, 'coach   PLAN    rivera', 'Coaching plan of Elena Rivera'],
  ])('%s is not stopped at %s', async (email, command, answer) => {
    expect(await type(at, email, command)).toContain(answer);
  });

  it('help holds every verb of somebody with many roles', async () => {
    const tenantId = at.tenantId;
    const scopeId = (
      await rows(at, (tx) => tx.organization.findFirstOrThrow({ where: { name: { contains: 'Harbor' } } }))
    ).id;
    const holder = await personId(at, FARAH);
    await rows(at, (tx) =>
      tx.roleGrant.createMany({
        data: (['PRINCIPAL', 'DISTRICT_LEADER', 'ADMIN', 'RECORDS_OFFICER'] as const).map((role) => ({
          tenantId,
          personId: holder,
          role,
          scopeId,
        })),
      }),
    );

    const said = await type(at, FARAH, 'coach help');
    expect(said).not.toContain('/district');
    const all = await say(at, FARAH, 'help');
    for (const verb of features.flatMap((feature) => feature.verbs ?? []))
      expect(all).toContain([`/${verb.command}`, verb.verb].join(' ').trim());
  });
});

describe('a verb that is typed without its command', () => {
  it.each([
    [RIVERA, 'plan', 'Did you mean /checkin plan?'],
    [RIVERA, 'History', 'Did you mean /checkin history?'],
    [STONE, 'goal', 'Did you mean /checkin goal?'],
    [BELL, 'log Rivera', 'Did you mean /coach log?'],
    [BELL, 'setp Rivera', 'Did you mean /coach step?'],
    [BELL, 'the steps are clear to all of us now', 'I read commands and check-in answers.'],
  ])('%s says %s', async (email, text, answer) => {
    expect(await say(at, email, text)).toContain(answer);
  });
});

describe('a command that is written a little wrong', () => {
  it.each([
    [RIVERA, 'chekin', 'Did you mean /checkin?'],
    [STONE, 'Checkn histroy', 'Did you mean /checkin history?'],
    [BELL, 'coch stp', 'Did you mean /coach step?'],
    [BELL, 'coahc', 'Did you mean /coach?'],
    [BELL, 'teach', 'I read commands and check-in answers.'],
    [BELL, 'coch step Rivera visit all four rooms', 'Did you mean /coach step?'],
    [MOREAU, 'distrct', 'Did you mean /district?'],
    [MOREAU, 'distrikt digest preview', 'Did you mean /district digest?'],
    [HAAS, 'the district is clear to all of us', 'I read commands and check-in answers.'],
  ])('%s says %s', async (email, text, answer) => {
    expect(await say(at, email, text)).toContain(answer);
  });
});

describe('what is typed in a channel', () => {
  const MARK = 'CANARY-7f3';

  it('in Slack is answered to the asker alone, verb by verb', async () => {
    await propose(at, FARAH, STONE, `${MARK} meet the team`, '2026-10-30');
    await press(at, STONE, 'Accept');
    for (const [email, commands] of [
      [
        FARAH,
        ['coach', 'coach plan Stone', 'coach step Stone', 'coach goal', 'coach log', 'coach plan Nobody', 'coach help'],
      ],
      [STONE, ['checkin', 'checkin plan', 'checkin history', 'checkin goal', 'checkin nonsense']],
      [HAAS, ['district', 'district digest preview', 'district digest nonsense']],
    ] as const)
      for (const command of commands) await typeInSlack(email, command);

    for (const email of [SINGH, BELL]) expect([email, channelWords(email)]).toEqual([email, []]);
    expect(channelWords(FARAH).join('\n')).toContain(MARK);
  });

  it('in Teams is answered in the private chat, and the channel reads only that', async () => {
    const coachId = await personId(at, MOREAU);
    const pair = await assignmentOf(at, NGUYEN);
    const own = await assignmentOf(at, ORTIZ);
    await rows(at, (tx) => tx.coachAssignment.update({ where: { id: pair }, data: { coachId } }));
    await rows(at, (tx) => tx.coachAssignment.update({ where: { id: own }, data: { principalId: coachId } }));
    await type(at, MOREAU, `coach step Nguyen ${MARK} meet the team`);
    const before = teamsChannel().length;

    const commands = ['coach', 'coach plan Nguyen', 'coach step', 'coach goal Nguyen', 'coach log', 'checkin']
      .concat(['checkin plan', 'checkin history', 'checkin goal', 'district', 'district digest preview'])
      .concat(['coach plan Nobody', 'coach nonsense', 'district digest prevue']);
    for (const command of commands) {
      const said = chat(at, MOREAU).length;
      await at.stage.teams.say(teamsUser(at, MOREAU), channelId(), command);
      await at.stage.slack.until(() => chat(at, MOREAU).length > said);
    }
    const heard = teamsChannel()
      .slice(before)
      .filter((words) => !commands.some((command) => words.includes(command)));
    expect(new Set(heard)).toEqual(new Set(['I answered you in our chat.']));
    expect(
      chat(at, MOREAU)
        .map((message) => message.words)
        .join('\n'),
    ).toContain('Coaching plan of Minh Nguyen');
  });

  async function typeInSlack(email: string, command: string): Promise<void> {
    const [name = '', ...words] = command.split(' ');
    const before = channelWords(email).length;
    await closeAll(at, email);
    await at.stage.slack.sendCommand(at.slack(email), 'C0COACHES', `/${name}`, words.join(' '));
    await at.stage.slack.until(() => channelWords(email).length > before || openForm(at, email));
    await closeAll(at, email);
  }

  /** What the app says in the channel, as this person sees it. */
  function channelWords(email: string): string[] {
    if (!isOnSlack(email)) return [];
    return at.stage.slack
      .screen(at.slack(email))
      .conversations.filter((one) => one.id === 'C0COACHES')
      .flatMap((one) => one.messages)
      .filter((one) => one.isApp)
      .map((one) => `${one.text} ${JSON.stringify(one.blocks)}`);
  }

  function channelId(): string {
    return at.stage.team?.channels.find((one) => one.name === 'Leadership coaching')?.id ?? '';
  }

  /** Every message of the channel, as another of its members reads it. */
  function teamsChannel(): string[] {
    return at.stage.teams
      .screen(teamsUser(at, ADLER))
      .teams.flatMap((team) => team.channels)
      .flatMap((channel) => channel.threads)
      .flatMap((thread) => [thread.root, ...thread.replies])
      .map((message) => message.words.join('\n'));
  }
});

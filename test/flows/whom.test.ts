import { slackIdOf } from '../../src/playground/stage.ts';
import { columnOfDay } from '../../src/zone.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  FARAH,
  HADDAD,
  NGUYEN,
  OKAFOR,
  PATEL,
  RIVERA,
  SINGH,
  STONE,
  assignmentOf,
  chat,
  closeAll,
  everythingSeenBy,
  messageWithButton,
  open,
  openForm,
  personId,
  rows,
  send,
  type,
} from './acts.ts';
import { forgePress } from './forgery.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-05T12:30:00Z');
  // A coach on Teams: the sample has its coaches on Slack.
  const coachId = await personId(at, OKAFOR);
  for (const email of [NGUYEN, HADDAD]) {
    const id = await assignmentOf(at, email);
    await rows(at, (tx) => tx.coachAssignment.update({ where: { id }, data: { coachId } }));
  }
  await rows(at, (tx) => tx.school.updateMany({ where: { name: 'Clay K-8' }, data: { name: 'Clay MS' } }));
}, 150_000);
afterAll(() => at.stop());

/** From a Monday. */
const FRIDAY = '2026-10-09';

describe('a mention', () => {
  it('means an account of the workspace where it was typed, and never one of another with the same id', async () => {
    const person = await personId(at, RIVERA);
    const { tenantId } = at;
    await rows(at, async (tx) => {
      const elsewhere = { tenantId, platform: 'SLACK' as const, teamId: 'T0ELSEWHERE' };
      await tx.platformAccount.create({ data: { ...elsewhere, userId: 'U0SAMEID', personId: person } });
    });

    const said = await type(at, BELL, 'coach plan <@U0SAMEID>');
    expect(said).toContain('That person is in no pair of yours.');
    expect(said).not.toContain('Coaching plan of');
  });

  it('of one’s own principal finds the pair, and of another’s says nothing of theirs', async () => {
    const mention = `<@${slackIdOf(STONE)}|walter.stone>`;
    expect(await type(at, FARAH, `coach plan ${mention}`)).toContain('Coaching plan of Walter Stone');
    const said = await type(at, BELL, `coach plan ${mention}`);
    expect(said).toContain('That person is in no pair of yours.');
    expect(said).not.toMatch(/Stone|Truman/);
  });
});

describe.each([
  { coach: SINGH, emailOf: PATEL, one: 'Patel', name: 'Anita Patel', several: 'MS', slip: 'Pattel' },
  { coach: OKAFOR, emailOf: NGUYEN, one: 'Nguyen', name: 'Minh Nguyen', several: 'MS', slip: 'Nguyn' },
])('the words of a step ($coach)', ({ coach, emailOf, one, name, several, slip }) => {
  const WORDS = 'Visit two rooms by Friday';
  const filled = { text: 'Visit two rooms', dueOn: FRIDAY };

  async function opened(): Promise<unknown> {
    const form = openForm(at, coach) ?? (await open(at, coach, 'Write the step'));
    const { values } = form;
    await closeAll(at, coach);
    return values;
  }

  async function chosen(): Promise<unknown> {
    const { values } = await open(at, coach, name);
    await closeAll(at, coach);
    return values;
  }

  it('follow a name', async () => {
    await type(at, coach, `coach step ${one} ${WORDS}`);
    expect(await opened()).toMatchObject(filled);
  });

  it('are kept while one of several is chosen, and stand in no button', async () => {
    const said = await type(at, coach, `coach step ${several} ${WORDS}`);
    expect(said).toContain(name);
    const card = messageWithButton(at, coach, name);
    expect(card?.buttons.length).toBeGreaterThan(1);
    expect(JSON.stringify(card)).not.toContain('two rooms');
    expect(await chosen()).toMatchObject({ dueOn: FRIDAY, text: expect.stringContaining('Visit two rooms') as string });
  });

  it('are kept where the name was forgotten', async () => {
    expect(await type(at, coach, `coach step ${WORDS}`)).toContain('I found no pair of yours by “Visit”.');
    expect(await chosen()).toMatchObject(filled);
  });

  it('are kept where the name has a slip, and the nearest is offered', async () => {
    expect(await type(at, coach, `coach step ${slip} ${WORDS}`)).toContain(`Did you mean ${name}?`);
    expect(await chosen()).toMatchObject(filled);
  });

  it('an older choice carries on with its own words, also where a window cannot open', async () => {
    await type(at, coach, `coach step ${several} Ask one question`);
    await type(at, coach, `coach step ${several} ${WORDS}`);
    const author = await personId(at, coach);
    const kept = await rows(at, (tx) => tx.formDraft.findMany({ where: { form: 'whom:which', personId: author } }));
    const older = kept.find((one) => JSON.stringify(one.values).includes('Ask one question'));
    const { w = '' } = JSON.parse(older?.subject ?? '{}') as { w?: string };

    await forgePress(at, coach, 'whom:pick', { e: 'coach step', w, a: await assignmentOf(at, emailOf) });
    expect((await open(at, coach, 'Write the step')).values).toMatchObject({ text: 'Ask one question' });
    await closeAll(at, coach);
  });

  it('another’s pair is never named, and cannot be picked', async () => {
    const said = await type(at, coach, 'coach step Stone');
    expect(said).toContain('I found no pair of yours by “Stone”.');
    expect(said).not.toMatch(/Walter|Truman/);
    const state = { e: 'coach step', w: '', a: await assignmentOf(at, STONE) };
    expect(await forgePress(at, coach, 'whom:pick', state)).toContain('not yours');
  });

  it('goal, plan and log ask in the same way', async () => {
    for (const verb of ['goal', 'plan', 'log'])
      expect([verb, await type(at, coach, `coach ${verb}`)]).toEqual([verb, expect.stringContaining(name)]);
    expect((await open(at, coach, name)).title).toBe('After the visit');
    await closeAll(at, coach);
  });
});

describe('a coach of many', () => {
  it('finds every pair by turning the pages, and the words are still there', async () => {
    await addPairs(SINGH, 19);
    const seen = new Set<string>();
    await type(at, SINGH, 'coach step Visit two rooms by Friday');
    for (let page = 0; page < 3; page += 1) {
      const { buttons = [] } = messageWithButton(at, SINGH, 'More') ?? {};
      expect(buttons.length).toBeLessThanOrEqual(10);
      for (const button of buttons) seen.add(button);
      if (page < 2) await turnPage();
    }
    expect(seen).toEqual(new Set(['More', 'Anita Patel', 'Daniel Brooks', ...names(19)]));

    const form = await open(at, SINGH, 'Principal Number 19');
    expect(form.values).toMatchObject({ text: 'Visit two rooms', dueOn: FRIDAY });
    expect(await send(at, SINGH, {})).toBeUndefined();
  });

  async function turnPage(): Promise<void> {
    const before = chat(at, SINGH).length;
    const message = at.stage.slack
      .screen(at.slack(SINGH))
      .conversations.flatMap((one) => one.messages.map((said) => ({ channel: one.id, ts: said.ts })))
      .find((one) => one.ts === messageWithButton(at, SINGH, 'More')?.id);
    if (!message) throw new Error('there is no page to turn');
    const action = JSON.stringify(
      at.stage.slack
        .screen(at.slack(SINGH))
        .conversations.flatMap((one) => one.messages)
        .find((one) => one.ts === message.ts),
    ).match(/"action_id":"(whom:more[^"]*)"/)?.[1];
    await at.stage.slack.press(at.slack(SINGH), message, action ?? '');
    await at.stage.slack.until(() => chat(at, SINGH).length > before);
  }

  function names(count: number): string[] {
    return Array.from({ length: count }, (_, index) => `Principal Number ${index + 1}`);
  }

  async function addPairs(coach: string, count: number): Promise<void> {
    const like = await rows(at, (tx) =>
      tx.coachAssignment.findFirstOrThrow({ where: { principal: { email: PATEL } } }),
    );
    const { tenantId, engagementId, schoolId, status } = like;
    const coachId = await personId(at, coach);
    await rows(at, async (tx) => {
      for (const displayName of names(count)) {
        const person = await tx.person.create({ data: { tenantId, displayName } });
        const on = columnOfDay('2026-08-20');
        await tx.coachAssignment.create({
          data: {
            tenantId,
            engagementId,
            schoolId,
            status,
            coachId,
            principalId: person.id,
            startsOn: on,
            compactSignedOn: on,
          },
        });
      }
    });
  }
});

it('no words of a step stand anywhere but with who typed them', () => {
  for (const email of [BELL, FARAH, RIVERA, STONE, PATEL])
    expect([email, everythingSeenBy(at, email).includes('Ask one question')]).toEqual([email, false]);
});

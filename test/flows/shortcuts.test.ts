import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  FARAH,
  HAAS,
  PATEL,
  SINGH,
  STONE,
  assignmentOf,
  chat,
  closeAll,
  everythingSeenBy,
  messageWithButton,
  openForm,
  personId,
  rows,
  send,
  type OpenForm,
} from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
}, 150_000);
afterAll(() => at.stop());

async function window(email: string, act: () => Promise<unknown>): Promise<OpenForm> {
  await closeAll(at, email);
  await act();
  return at.stage.slack.until(() => {
    const form = openForm(at, email);
    return form?.title === 'One moment…' ? undefined : form;
  });
}

function pick(email: string, shortcut: string): Promise<OpenForm> {
  return window(email, () => at.stage.slack.sendShortcut(at.slack(email), shortcut));
}

/** Says something in the channel of the coaches, and picks a shortcut on it. */
async function pickOn(email: string, text: string, shortcut: string): Promise<OpenForm> {
  await at.stage.slack.say(at.slack(email), 'C0COACHES', text);
  const said = at.stage.slack
    .screen(at.slack(email))
    .conversations.find((one) => one.id === 'C0COACHES')
    ?.messages.findLast((one) => one.text.includes(text.slice(0, 20)));
  if (!said) throw new Error('nothing was said');
  return window(email, () => at.stage.slack.sendMessageShortcut(at.slack(email), 'C0COACHES', said.ts, shortcut));
}

async function answered(email: string, act: () => Promise<unknown>): Promise<string> {
  const before = chat(at, email).length;
  await closeAll(at, email);
  await act();
  await at.stage.slack.until(() => chat(at, email).length > before);
  await closeAll(at, email);
  return chat(at, email).at(-1)?.words ?? '';
}

describe('shortcuts from the menu', () => {
  it('open the check-in of a principal', async () => {
    await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
    expect((await pick(STONE, 'check-in:open')).title).toBe('Your week');
  });

  it('are not for another role', async () => {
    for (const [email, shortcut] of [
      [HAAS, 'check-in:open'],
      [STONE, 'visit:log'],
    ] as const)
      expect(await answered(email, () => at.stage.slack.sendShortcut(at.slack(email), shortcut))).toContain(
        'That is not for your role.',
      );
  });

  it('log a visit: at once with one pair, and after a choice with several', async () => {
    expect((await pick(BELL, 'visit:log')).title).toBe('After the visit');

    const choice = await pick(SINGH, 'visit:log');
    expect(choice.title).toBe('For whom?');
    expect(choice.words).toContain('Which visit?');
    const form = await send(at, SINGH, { who: await assignmentOf(at, PATEL) });
    expect(form?.title).toBe('After the visit');
    expect(form?.words).toContain('Anita Patel at Lincoln MS');
    expect(await send(at, SINGH, { outcome: 'full', visitedOn: '2026-10-20' })).toBeUndefined();
    const assignmentId = await assignmentOf(at, PATEL);
    expect(await rows(at, (tx) => tx.visit.count({ where: { assignmentId } }))).toBe(1);
  });
});

describe('a message as a next step', () => {
  it('fills in its words and its day', async () => {
    const form = await pickOn(BELL, 'Visit all four grade-5 math rooms by Friday', 'plan:from-message');
    expect(form.title).toBe('Propose a next step');
    expect(form.values).toMatchObject({ text: 'Visit all four grade-5 math rooms', dueOn: '2026-10-23' });
    expect(await send(at, BELL, {})).toBeUndefined();
  });

  it('keeps its words through the choice of a pair, and shows what is too long for a step', async () => {
    const text = `Open the PLC with one work sample from each teacher ${'and ask one question about it '.repeat(8)}at the end 😀`;
    const choice = await pickOn(SINGH, text, 'plan:from-message');
    expect(choice.words).toContain('For whom is the next step?');
    const form = await send(at, SINGH, { who: await assignmentOf(at, PATEL) });
    const begun = String(form?.values['text']);
    expect(begun.length).toBeLessThanOrEqual(200);
    expect(text.startsWith(begun)).toBe(true);
    expect(form?.words).toContain(`It went on: “${text.slice(begun.length).trim()}”`);
    expect(await send(at, SINGH, {})).toBeUndefined();
    expect(messageWithButton(at, SINGH, 'Accept')).toBeUndefined();
    const step = await rows(at, (tx) => tx.actionStep.findFirstOrThrow({ where: { text: begun } }));
    expect(step.ownerId).toBe(await personId(at, PATEL));
  });
});

describe('a message as a barrier', () => {
  const MARK = 'CANARY-7f3 the roof over the gym';

  async function barriers() {
    const assignmentId = await assignmentOf(at, STONE);
    const found = await rows(at, (tx) =>
      tx.barrier.findMany({ where: { assignmentId }, orderBy: { createdAt: 'asc' } }),
    );
    return found.map((one) => [one.category, one.visibility]);
  }

  it('of a principal is a kind, and who may see it', async () => {
    const form = await pickOn(STONE, MARK, 'barrier:from-message');
    expect(form.title).toBe('Raise a barrier');
    expect(JSON.stringify(form)).not.toContain('CANARY');
    expect(await send(at, STONE, { category: 'facilities', share: 'yes' })).toBeUndefined();
    expect(await barriers()).toEqual([['facilities', 'DISTRICT']]);
  });

  it('of a coach stays in the pair until the principal says yes', async () => {
    await pickOn(FARAH, MARK, 'barrier:from-message');
    await send(at, FARAH, { who: await assignmentOf(at, STONE) });
    expect(await send(at, FARAH, { category: 'schedule', share: 'yes' })).toBeUndefined();
    expect(await barriers()).toEqual([
      ['facilities', 'DISTRICT'],
      ['schedule', 'PAIR'],
    ]);
    expect(messageWithButton(at, STONE, 'Yes, share')?.words).toContain('Schedule or time');
  });

  it('what is one’s own is never shown to the district', async () => {
    await pickOn(STONE, MARK, 'barrier:from-message');
    await send(at, STONE, { category: 'capacity', share: 'yes' });
    expect((await barriers()).at(-1)).toEqual(['capacity', 'PAIR']);
  });

  it('the words of the message are kept nowhere, not even while a pair is chosen', async () => {
    const choice = await pickOn(SINGH, MARK, 'barrier:from-message');
    expect(choice.words).toContain('In whose way is it?');
    const form = await send(at, SINGH, { who: await assignmentOf(at, PATEL) });
    expect(form?.title).toBe('Raise a barrier');
    await closeAll(at, SINGH);

    const kept = await rows(at, async (tx) =>
      JSON.stringify([await tx.formDraft.findMany(), await tx.barrier.findMany(), await tx.delivery.findMany()]),
    );
    expect(kept).not.toContain('CANARY');
    expect(at.logged.join('\n')).not.toContain('CANARY');
    expect(
      chat(at, SINGH)
        .map((one) => one.words)
        .join('\n'),
    ).not.toContain('CANARY');
    expect(everythingSeenBy(at, STONE)).toContain('CANARY');
  });
});

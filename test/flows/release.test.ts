// A principal lets one audience read one thing in the very words that were shown, and takes it back. One pair is across Teams
// and Slack, the other is on Slack alone.
import { act } from '../../src/desk/act.ts';
import { features } from '../../src/desk/index.ts';
import { digest } from '../../src/features/digest/index.ts';
import { hashOf } from '../../src/features/releases.ts';
import { createTenant } from '../../src/roster/tenants.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { onPostgres } from '../support/database.ts';
import {
  ADLER,
  BELL,
  CHO,
  FARAH,
  HAAS,
  MOREAU,
  OKAFOR,
  PRINCIPALS,
  RIVERA,
  SINGH,
  STONE,
  answer,
  channelPosts,
  chat,
  everythingSeenBy,
  messagesWith,
  open,
  openForm,
  personId,
  press,
  propose,
  rows,
  send,
  stepRows,
  type,
} from './acts.ts';
import { forgePress, forgeSubmit } from './forgery.ts';

const HERS = 'Teachers led the first data meeting';
const HIS = 'Walked grade nine with the new look-fors';
const NOTE = 'Our counselors opened a walk-in hour';
const OTHERS = 'CANARY-kept try the new bell schedule';
const EVERYBODY = [...PRINCIPALS, BELL, CHO, SINGH, FARAH, HAAS, MOREAU, ADLER];

let at: TestHouse;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  await propose(at, BELL, RIVERA, HERS, '2026-10-30');
  await press(at, RIVERA, 'Accept');
  await propose(at, FARAH, STONE, HIS, '2026-10-30');
  await press(at, STONE, 'Accept');
  await propose(at, CHO, OKAFOR, OTHERS, '2026-10-30');
  await press(at, OKAFOR, 'Accept');
  await until('10-22', '14:01');
  for (const email of [RIVERA, OKAFOR]) await answer(at, email, { steps: 'done', 'need-note': 'CANARY-note stays' });
  await answer(at, STONE, { steps: 'done', 'need-note': NOTE });
}, 120_000);
afterAll(() => at.stop());

/** In New York, four hours behind until the clocks go back. */
function until(day: string, time: string, offset = '-04:00') {
  return at.travel.to(new Date(`2026-${day}T${time}:00${offset}`), () => undefined);
}

function said(email: string): string {
  return chat(at, email)
    .map((message) => message.words)
    .join('\n');
}

const grantOf = (words: string) =>
  rows(at, (tx) => tx.shareGrant.findFirstOrThrow({ where: { words }, orderBy: { askedAt: 'desc' } }));

/** Picks the first thing that can go to the district, and says yes to its words. */
async function release(email: string): Promise<void> {
  await type(at, email, 'checkin release');
  await open(at, email, 'To the district');
  expect(await send(at, email, { sure: 'yes' })).toBeUndefined();
}

describe('before anything is released', () => {
  it.each([
    ['Teams', RIVERA, HERS, 'Jordan Bell', 'Adams ES'],
    ['Slack', STONE, HIS, 'Omar Farah', 'Truman HS'],
  ])('the exact words are shown, and who will read them, in %s', async (_, email, words, coach, school) => {
    expect(await type(at, email, 'checkin release')).toContain(words);
    const form = await open(at, email, 'To the district');

    for (const part of [
      `“${words}”`,
      `${coach} is asked first`,
      'Everybody in the channel with the weekly summary of Harbor City',
      `beside the name of ${school}`,
      "It can't be unsent after Mon, Oct 26",
    ])
      expect(form.words).toContain(part);
    await send(at, email, { sure: 'no' });
    expect(await type(at, email, 'checkin releases')).toContain('You have released nothing');
    expect(await rows(at, (tx) => tx.shareGrant.count())).toBe(0);
  });

  it('words that have changed since the window opened come back as they are now, and nothing is released', async () => {
    const step = await rows(at, (tx) => tx.actionStep.findFirstOrThrow({ where: { text: HERS } }));
    const reword = (text: string) => rows(at, (tx) => tx.actionStep.update({ where: { id: step.id }, data: { text } }));
    await open(at, RIVERA, 'To the district');
    await reword('Teachers led two data meetings');

    const back = await send(at, RIVERA, { sure: 'yes' });
    expect(JSON.stringify(back)).toContain('The words have changed since you opened this');
    expect(back?.words).toContain('“Teachers led two data meetings”');
    expect(await rows(at, (tx) => tx.shareGrant.count())).toBe(0);
    await reword(HERS);
  });
});

describe('what two wrote', () => {
  it('is laid before the coach in the exact words, and nobody else reads any of it', async () => {
    await release(RIVERA);
    await release(STONE);

    for (const [coach, words] of [
      [BELL, HERS],
      [FARAH, HIS],
    ] as const) {
      const [asked] = messagesWith(at, coach, 'takes a yes from both of you').slice(-1);
      expect(asked?.words).toContain(words);
      expect(asked?.buttons).toEqual(['Agree', 'Not now']);
      expect(await type(at, coach, 'coach releases')).toContain('Waiting for');
    }
    expect(await type(at, RIVERA, 'checkin releases')).toContain('Waiting for Jordan Bell');
    for (const email of [MOREAU, HAAS]) {
      expect(await type(at, email, 'district')).not.toMatch(/data meeting|look-fors/);
      expect(await type(at, email, 'district releases')).toContain('No principal has released anything');
    }
  });

  it('is released by nobody but its own coach, and not by the principal alone', async () => {
    const { id, wordsHash: h } = await grantOf(HERS);
    for (const email of [RIVERA, STONE, FARAH, CHO, HAAS, MOREAU, ADLER])
      expect(await forgePress(at, email, 'release:agree', { g: id, h })).toMatch(/not yours/);
    for (const email of [STONE, FARAH, BELL, HAAS])
      expect(await forgePress(at, email, 'release:withdraw', { g: id })).toContain('not yours');
    expect((await grantOf(HERS)).state).toBe('WAITING');
  });

  it('with other words than the coach was shown it is refused, and the new words are shown to both', async () => {
    const before = await grantOf(HIS);
    await rows(at, (tx) => tx.actionStep.update({ where: { id: before.itemId }, data: { text: 'Walked all grades' } }));
    await press(at, FARAH, 'Agree');

    expect(said(FARAH)).toContain('The words have changed since Walter Stone released them, so nothing was released.');
    expect(said(FARAH)).toContain('They now say: “Walked all grades”');
    expect(said(STONE)).toContain('It says now: “Walked all grades”');
    expect((await grantOf(HIS)).state).toBe('CHANGED');
    await rows(at, (tx) => tx.actionStep.update({ where: { id: before.itemId }, data: { text: HIS } }));
  });

  it('with “Not now” it is not released, and the principal is told', async () => {
    await release(STONE);
    await press(at, FARAH, 'Not now');

    expect((await grantOf(HIS)).state).toBe('DECLINED');
    expect(said(STONE)).toContain('Omar Farah said not now, so it was not released.');
    expect(await type(at, MOREAU, 'district')).not.toContain(HIS);
  });

  it('with both keys it is released, and stands under the school in the good news', async () => {
    await press(at, BELL, 'Agree');

    expect((await grantOf(HERS)).state).toBe('RELEASED');
    expect(said(RIVERA)).toContain('It comes with the summary of Harbor City on Mon, Oct 26, 7 AM');
    expect(await type(at, MOREAU, 'district')).toMatch(
      /GOOD NEWS \(released by principals\)\s+\W*Adams ES: Teachers led/,
    );
    for (const email of [MOREAU, HAAS]) expect(await type(at, email, 'district releases')).toContain(HERS);
    await forgePress(at, BELL, 'release:agree', { g: (await grantOf(HERS)).id, h: hashOf(HERS) });
    expect(said(BELL)).toContain('This has been decided already.');
  });
});

describe('a line of the principal’s own', () => {
  it('takes one key; once its check-in is edited it is not released any more, and the new words are shown', async () => {
    await type(at, STONE, 'checkin release');
    const note = await rows(at, (tx) => tx.answer.findFirstOrThrow({ where: { value: { equals: NOTE } } }));
    const state = { k: 'answer', i: note.checkInId, p: 'need-note', u: 'DISTRICT', h: hashOf(NOTE) };
    await forgeSubmit(at, STONE, 'release:confirm', state, { sure: 'yes' });
    expect((await grantOf(NOTE)).state).toBe('RELEASED');
    expect(await type(at, MOREAU, 'district')).toContain(`Truman HS: ${NOTE}`);

    await type(at, STONE, 'checkin');
    const form = openForm(at, STONE);
    await send(at, STONE, { ...(form && stepRows(form, 'done')), 'need-note': 'Our counselors opened two hours' });

    expect(said(STONE)).toContain('Your note has changed since you released it');
    expect(said(STONE)).toContain('It says now: “Our counselors opened two hours”');
    expect(await type(at, STONE, 'checkin releases')).toContain('not released any more');
    expect(await type(at, MOREAU, 'district')).not.toMatch(/counselors/);
  });

  it('goes to the managers alone where it was released to them', async () => {
    const note = await rows(at, (tx) =>
      tx.answer.findFirstOrThrow({ where: { value: { string_contains: 'two hours' } } }),
    );
    const words = 'Our counselors opened two hours';
    const state = { k: 'answer', i: note.checkInId, p: 'need-note', u: 'PROGRAM', h: hashOf(words) };
    await forgeSubmit(at, STONE, 'release:confirm', state, { sure: 'yes' });

    expect(await type(at, HAAS, 'district releases')).toContain(words);
    expect(await type(at, MOREAU, 'district releases')).not.toContain(words);
    expect(await type(at, MOREAU, 'district')).not.toContain(words);
    expect(await type(at, STONE, 'checkin readers')).toContain('Noor Haas');
    await press(at, STONE, 'Withdraw');
    expect(said(STONE)).toContain('Who has read it has read it.');
    expect(await type(at, HAAS, 'district releases')).not.toContain(words);
  });
});

describe('a request that somebody made up', () => {
  it('releases nothing of another principal’s, nor what cannot be released', async () => {
    const step = await rows(at, (tx) => tx.actionStep.findFirstOrThrow({ where: { text: OTHERS } }));
    const count = () => rows(at, (tx) => tx.shareGrant.count());
    const before = await count();
    const state = { k: 'step', i: step.id, p: '', u: 'DISTRICT', h: hashOf(OTHERS) };
    for (const email of [RIVERA, STONE, CHO, HAAS]) {
      expect(await forgePress(at, email, 'release:open', state)).not.toContain('CANARY');
      expect(await forgeSubmit(at, email, 'release:confirm', state, { sure: 'yes' })).toMatch(/gone or closed/);
    }
    for (const wrong of [{ u: 'NETWORK' }, { u: 'AUTHOR_ONLY' }, { i: 'x' }, { k: 'notes' }, { p: 'ready' }])
      await forgeSubmit(at, OKAFOR, 'release:confirm', { ...state, ...wrong }, { sure: 'yes' });
    expect(await count()).toBe(before);
  });

  it('with the id of another customer’s release changes nothing there', async () => {
    const { id: tenantId } = await createTenant(at.house.db, 'Another partner');
    const other = { ...at, tenantId };
    const mine = await grantOf(HERS);
    const { id } = await rows(other, (tx) =>
      tx.shareGrant.create({ data: { ...mine, id: undefined as never, tenantId, state: 'WAITING' } }),
    );
    for (const [email, action] of [
      [BELL, 'release:agree'],
      [BELL, 'release:not-now'],
      [RIVERA, 'release:withdraw'],
    ] as const)
      expect(await forgePress(at, email, action, { g: id, h: mine.wordsHash })).toContain('not yours');
    expect((await rows(other, (tx) => tx.shareGrant.findUniqueOrThrow({ where: { id } }))).state).toBe('WAITING');
  });
});

describe('scenario 10: release and withdraw', () => {
  it('what is withdrawn before the post is gone from the preview and from the post', async () => {
    await release(STONE);
    await press(at, FARAH, 'Agree');
    await until('10-23', '17:31');
    expect(messagesWith(at, HAAS, 'This will be posted on').at(-1)?.words).toContain(HIS);

    await forgePress(at, STONE, 'release:withdraw', { g: (await grantOf(HIS)).id });
    await at.house.clockwork.drain();
    expect(said(STONE)).toContain('Withdrawn before it was posted. No summary will have it.');
    const preview = messagesWith(at, HAAS, 'This will be posted on').at(-1);
    expect(preview?.words).toContain(HERS);
    expect(preview?.words).not.toContain(HIS);
  });

  it('principal releases a win; the digest posts', async () => {
    await until('10-26', '07:05');
    expect(channelPosts(at)).toHaveLength(1);
    expect(channelPosts(at)[0]?.words).toContain(`Adams ES: ${HERS}`);
    expect(channelPosts(at)[0]?.words).not.toContain(HIS);
    expect(await type(at, RIVERA, 'checkin releases')).toContain('Posted on Mon, Oct 26 in the summary of Harbor City');
  });

  it('she withdraws; the copy says it cannot be unsent, and the line leaves the post', async () => {
    await forgePress(at, RIVERA, 'release:withdraw', { g: (await grantOf(HERS)).id });
    await at.house.clockwork.drain();

    expect(said(RIVERA)).toContain('it has been read, and cannot be unsent. No later summary has it.');
    expect(channelPosts(at)[0]?.words).not.toContain(HERS);
    expect(channelPosts(at)[0]).toMatchObject({ edited: true, words: expect.stringContaining('Updated Mon 07:') });
    expect(await type(at, RIVERA, 'checkin releases')).toContain('It had been posted');
    expect(await type(at, MOREAU, 'district releases')).not.toContain(HERS);
  });

  it('future digests omit it, and withdrawing twice says what is', async () => {
    await forgePress(at, RIVERA, 'release:withdraw', { g: (await grantOf(HERS)).id });
    expect(await rows(at, (tx) => tx.auditEvent.count({ where: { act: 'withdrew' } }))).toBe(3);
    await until('11-02', '07:05', '-05:00');
    expect(channelPosts(at)).toHaveLength(2);
    expect(channelPosts(at)[1]?.words).not.toMatch(/GOOD NEWS|data meeting|look-fors/);
  });
});

describe('a release that is withdrawn at the moment of the post', () => {
  const HOUR = { hour: '07:00', offset: '-05:00' };

  /** What the channel was first sent of that week, and whether it was changed since. */
  async function firstSent(weekOf: string) {
    const posts = await rows(at, (tx) =>
      tx.delivery.findMany({ where: { kind: 'digest.post', key: { endsWith: weekOf } } }),
    );
    const [original] = posts;
    const changes = await rows(at, (tx) => tx.delivery.count({ where: { updates: original?.id ?? null } }));
    return { words: JSON.stringify(original?.card), status: original?.status, changes };
  }

  it('waits for a post that is being written, and is then gone from it', async () => {
    await until('11-08', '12:00', HOUR.offset);
    await release(RIVERA);
    await press(at, BELL, 'Agree');
    await at.travel.set(new Date(`2026-11-09T${HOUR.hour}:00${HOUR.offset}`));
    const { id } = await grantOf(HERS);
    const { districtId } = await rows(at, (tx) => tx.school.findFirstOrThrow({ where: { name: 'Adams ES' } }));
    let answered = false;
    const withdrawing = await act({ db: at.house.db, features }, at.tenantId, async (ctx) => {
      const data = { district: districtId, week: '2026-11-02' };
      await digest.jobs?.['digest.post']?.(ctx, { job: 'digest.post', subject: '', dueAt: ctx.now, data });
      const pressed = forgePress(at, RIVERA, 'release:withdraw', { g: id }).then((words) => {
        answered = true;
        return words;
      });
      if (onPostgres) await blocked();
      expect(answered).toBe(false);
      return { pressed };
    });
    await withdrawing.pressed;
    await at.house.clockwork.drain();

    expect(said(RIVERA)).toContain('Withdrawn before it was posted.');
    expect(await firstSent('2026-11-02')).toMatchObject({ status: 'SENT', changes: 0 });
    expect((await firstSent('2026-11-02')).words).not.toContain(HERS);
    expect(channelPosts(at).at(-1)?.words).not.toContain(HERS);
  });

  /** Until some transaction waits for another's lock. */
  async function blocked(): Promise<void> {
    await becomes(async () => {
      const [row] = await at.house.db.$queryRaw<{ waiting: number }[]>`
        select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      return (row?.waiting ?? 0) > 0;
    });
  }

  // The embedded database serves one statement at a time, and looking at a row as it changes would hold up the change.
  (onPostgres ? it : it.skip)(
    'finds a post that is just being sent, and says that it was posted',
    async () => {
      const { id } = await releasedBefore('11-16');
      at.stage.teams.fail({ match: 'send', mode: { slowMs: 3_000 }, times: 3 });
      const posting = until('11-16', '07:01', HOUR.offset);
      await becomes(async () => (await firstSent('2026-11-09')).status === 'SENDING');
      const words = await withdraw(id);
      await posting;
      await at.house.clockwork.drain();

      expect(words).toContain('it has been read, and cannot be unsent.');
      expect((await firstSent('2026-11-09')).words).toContain(HERS);
      expect(channelPosts(at).at(-1)).toMatchObject({ edited: true, words: expect.not.stringContaining(HERS) });
    },
    120_000,
  );

  it.each(['11-23'])(
    'on %s, in whatever order they come, is out of the post or said to be posted',
    async (day) => {
      const { id } = await releasedBefore(day);
      const [, words] = await Promise.all([until(day, '07:01', HOUR.offset), withdraw(id)]);
      await at.house.clockwork.drain();

      const grant = await rows(at, (tx) => tx.shareGrant.findUniqueOrThrow({ where: { id } }));
      const sent = await firstSent(new Date(Date.parse(`2026-${day}`) - 7 * 86_400_000).toISOString().slice(0, 10));
      expect([sent.status, grant.state, grant.wasOut]).toEqual(['SENT', 'WITHDRAWN', sent.words.includes(HERS)]);
      expect(words).toContain(grant.wasOut ? 'cannot be unsent' : 'Withdrawn before it was posted.');
      expect(channelPosts(at).at(-1)?.words).not.toContain(HERS);
    },
    120_000,
  );

  async function releasedBefore(day: string) {
    await until(day, '06:59', HOUR.offset);
    await release(RIVERA);
    await press(at, BELL, 'Agree');
    return grantOf(HERS);
  }

  /** What is said back, which may come after the request is answered. */
  async function withdraw(id: string): Promise<string> {
    const before = chat(at, RIVERA).length;
    await forgePress(at, RIVERA, 'release:withdraw', { g: id });
    const news = () =>
      chat(at, RIVERA)
        .slice(before)
        .map((message) => message.words)
        .join('\n');
    await at.stage.slack.until(() => news().includes('Withdrawn'), 10_000);
    return news();
  }

  async function becomes(look: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 20_000; Date.now() < end;) if (await look()) return;
    throw new Error('It never came to that');
  }
});

describe('what nobody released', () => {
  it('is nowhere, and what was withdrawn is with nobody who was not to read it', async () => {
    const sees = (mark: string) => EVERYBODY.filter((email) => everythingSeenBy(at, email).includes(mark));
    expect(sees('CANARY-kept')).toEqual([OKAFOR, CHO]);
    expect(sees('CANARY-note')).toEqual([RIVERA, BELL, CHO]);
    expect(sees(HIS)).toEqual([STONE, FARAH]);
    expect(sees('two hours')).toEqual([STONE, FARAH, HAAS]);
    expect(at.logged.filter((line) => /CANARY|data meeting|look-fors|counselors/.test(line))).toEqual([]);
  });

  it('and the audit names who turned which key, in ids and no words', async () => {
    const [rivera, bell] = await Promise.all([personId(at, RIVERA), personId(at, BELL)]);
    const events = await rows(at, (tx) => tx.auditEvent.findMany({ where: { thing: 'release' } }));
    expect(new Set(events.filter((one) => one.act === 'released').map((one) => one.actorId))).toEqual(
      new Set([rivera, bell, await personId(at, STONE), await personId(at, FARAH)]),
    );
    expect(JSON.stringify(events)).not.toMatch(/meeting|look-fors|counselors/);
  });
});

import { openHouse, type TestHouse } from '../support/house.ts';
import {
  BELL,
  BROOKS,
  CHO,
  FARAH,
  HADDAD,
  HAAS,
  MOREAU,
  NGUYEN,
  OKAFOR,
  ORTIZ,
  PATEL,
  PRINCIPALS,
  RIVERA,
  STONE,
  USUAL,
  answer,
  assignmentOf,
  channelPosts,
  chat,
  closeAll,
  messageWithButton,
  messagesWith,
  open,
  openForm,
  press,
  prompts,
  propose,
  rows,
  say,
  send,
  stepRows,
  type,
} from './acts.ts';

let at: TestHouse;
beforeAll(async () => {
  // Monday morning of an ordinary week.
  at = await openHouse('2026-10-19T12:30:00Z');
}, 60_000);
afterAll(() => at.stop());

const PROPOSED = 'Visit all four grade-5 math rooms for 10 minutes';
const OWN_WORDS = 'See all four grade-5 rooms before Friday, one written next step each';
const NOTE = 'PRIVATE grade 5 exit tickets';

/** Lives through everything up to a wall clock in New York, which is four hours behind in this week. */
function until(day: string, time: string) {
  return at.travel.to(new Date(`2026-10-${day}T${time}:00-04:00`), () => undefined);
}

async function stepOf(principal: string) {
  const assignmentId = await assignmentOf(at, principal);
  return rows(at, (tx) =>
    tx.actionStep.findFirstOrThrow({
      where: { plan: { assignmentId } },
      include: { moves: { orderBy: { id: 'asc' } } },
    }),
  );
}

async function checkInOf(principal: string) {
  const assignmentId = await assignmentOf(at, principal);
  return rows(at, (tx) => tx.checkIn.findFirstOrThrow({ where: { assignmentId }, include: { answers: true } }));
}

function nudges(principal: string) {
  return chat(at, principal).filter((message) =>
    /Still time before|has passed|Sent\. .* has your week/.test(message.words),
  );
}

describe('Monday', () => {
  it('a coach proposes a step in Slack, and the principal has it in Teams', async () => {
    await propose(at, BELL, RIVERA, PROPOSED, '2026-10-23');

    const [proposal] = messagesWith(at, RIVERA, 'proposes a next step');
    expect(proposal?.words).toContain(PROPOSED);
    expect(proposal?.buttons).toEqual(['Accept', 'In my own words', 'Not now']);
    expect((await stepOf(RIVERA)).status).toBe('DRAFT');
  });

  it('the principal accepts it in other words: the proposal changes in place, and the coach is told in Slack', async () => {
    const form = await open(at, RIVERA, 'In my own words');
    expect(form.values).toMatchObject({ text: PROPOSED, dueOn: '2026-10-23' });

    expect(await send(at, RIVERA, { text: OWN_WORDS, dueOn: '2026-10-23' })).toBeUndefined();

    expect(messagesWith(at, RIVERA, 'proposes a next step')).toEqual([]);
    const [agreed, ...more] = messagesWith(at, RIVERA, OWN_WORDS);
    expect(agreed).toMatchObject({ edited: true, buttons: [] });
    expect(more).toEqual([]);
    expect(messagesWith(at, BELL, 'accepted the next step in other words')[0]?.words).toContain(OWN_WORDS);
    const step = await stepOf(RIVERA);
    expect(step).toMatchObject({ status: 'COMMITTED', text: OWN_WORDS });
    // What the coach had written is kept in the history.
    expect(step.moves.map((move) => [move.event, move.note])).toEqual([['commit', PROPOSED]]);
  });

  it('a principal on Slack accepts with one press', async () => {
    await propose(at, FARAH, STONE, 'Meet the ninth-grade team with the list of missing credits', '2026-10-23');
    await press(at, STONE, 'Accept');

    expect(messageWithButton(at, STONE, 'Accept')).toBeUndefined();
    expect((await stepOf(STONE)).status).toBe('COMMITTED');
    expect(messagesWith(at, FARAH, 'Walter Stone accepted the next step.')).toHaveLength(1);
  });
});

describe('Thursday', () => {
  it('nobody is asked before two in the afternoon', async () => {
    await until('22', '13:59');
    expect(PRINCIPALS.filter((email) => prompts(at, email).length > 0)).toEqual([]);
  });

  it('at two each school in New York is asked, the one in Phoenix three hours later', async () => {
    await until('22', '14:01');
    expect(PRINCIPALS.filter((email) => prompts(at, email).length === 1)).toEqual(
      PRINCIPALS.filter((email) => email !== ORTIZ),
    );
    await until('22', '16:59');
    expect(prompts(at, ORTIZ)).toEqual([]);
    await until('22', '17:01');
    expect(prompts(at, ORTIZ)).toHaveLength(1);
  });

  it('exactly once, however often the weeks are planned and the clockwork runs', async () => {
    for (const _again of [1, 2, 3]) {
      await at.house.wake();
      await at.house.clockwork.drain();
    }
    for (const email of PRINCIPALS) expect([email, prompts(at, email).length]).toEqual([email, 1]);
    expect(await rows(at, (tx) => tx.delivery.count({ where: { kind: 'check-in.prompt' } }))).toBe(8);
  });

  it('the modal opens with the step, and comes back filled with the error beside the field', async () => {
    const form = await open(at, STONE, 'Start');
    const steps = stepRows(form, 'not-started');
    expect(form.values).toMatchObject(steps);
    expect(form.words).toContain('Meet the ninth-grade team with the list of missing credits');
    const typed = { ...USUAL, ...stepRows(form, 'done') };

    const tooMany = await send(at, STONE, { ...typed, rooms: '61', 'need-note': NOTE });
    expect(tooMany?.errors).toEqual({ rooms: expect.stringContaining('60') as string });
    const named = await send(at, STONE, { ...typed, rooms: '7', 'need-note': 'Ask 20231847 about it' });
    expect(named?.errors).toEqual({ 'need-note': expect.stringContaining("don't name a student") as string });
    expect(named?.values).toMatchObject({ ...typed, rooms: '7', 'need-note': 'Ask 20231847 about it' });
    expect((await checkInOf(STONE)).answers).toEqual([]);
  });

  it('the dialog opens with the step, and comes back filled with the error beside the field', async () => {
    const form = await open(at, RIVERA, 'Start');
    expect(form.values).toMatchObject(stepRows(form, 'not-started'));
    expect(form.words).toContain(OWN_WORDS);
    const typed = { ...USUAL, ...stepRows(form, 'done') };

    const tooMany = await send(at, RIVERA, { ...typed, rooms: '61' });
    expect(tooMany?.errors).toEqual({ rooms: 'Please give a whole number from 0 to 60.' });
    const named = await send(at, RIVERA, { ...typed, 'need-note': 'Ask ms.lee@harborcity.example' });
    expect(named?.words).toContain('Not sent yet: one answer needs another look.');
    expect(named?.words).toMatch(/Here is an e-mail address: .*\nAnything your coach should know/);
    expect(named?.values).toMatchObject({
      ...stepRows(form, 'done'),
      rooms: '7',
      'next-steps': '5',
      led: 'plc',
      barriers: 'nothing',
      need: 'data',
      'need-note': 'Ask ms.lee@harborcity.example',
    });
    expect((await checkInOf(RIVERA)).answers).toEqual([]);
  });

  it('61 rooms are refused by the product too, when a client lets them through', async () => {
    const before = openForm(at, RIVERA);
    const submit = at.stage.teams.deliveries.findLast((one) => one.activity['name'] === 'task/submit')?.activity;
    const value = structuredClone(submit?.['value']) as { data: Record<string, unknown> };
    Object.assign(value.data, { rooms: '61', 'need-note': NOTE, n: 'another-drawing', d: 1 });
    const delivery = await at.stage.teams.post({ ...submit, id: 'f:61-rooms', value });

    expect(JSON.stringify(delivery.body)).toContain('Please give a whole number from 0 to 60.');
    expect(JSON.stringify(delivery.body)).toContain(NOTE);
    expect(openForm(at, RIVERA)).toEqual(before);
    expect((await checkInOf(RIVERA)).answers).toEqual([]);
  });

  it('a good answer is taken: the prompt says thanks and nothing of what was written', async () => {
    expect(await send(at, RIVERA, { 'need-note': NOTE })).toBeUndefined();
    expect(await send(at, STONE, { 'need-note': NOTE })).toBeUndefined();

    for (const email of [RIVERA, STONE]) {
      expect(prompts(at, email)).toEqual([]);
      const [thanks] = messagesWith(at, email, 'has it. That was your week');
      expect(thanks).toMatchObject({ edited: true, buttons: ['Change my answers'] });
      expect(chat(at, email).some((message) => message.words.includes(NOTE))).toBe(false);
      const { status, answers } = await checkInOf(email);
      expect(status).toBe('SUBMITTED');
      expect(answers).toHaveLength(7);
    }
  });

  it('the answer moves the plan', async () => {
    for (const email of [RIVERA, STONE]) {
      const step = await stepOf(email);
      expect([step.status, step.moves.map((move) => move.event)]).toEqual([
        'CLAIMED_DONE',
        ['commit', 'start', 'claim'],
      ]);
    }
    expect(await type(at, RIVERA, 'checkin plan')).toContain('Done, waits for your coach to see it');
  });

  it('answers can be changed before the close, and what was sent stands in the form', async () => {
    const form = await open(at, RIVERA, 'Change my answers');
    expect(form.values).toMatchObject({ ...stepRows(form, 'done'), rooms: '7', 'need-note': NOTE });

    expect(await send(at, RIVERA, { ...stepRows(form, 'moving'), rooms: '9' })).toBeUndefined();

    const { answers } = await checkInOf(RIVERA);
    expect(answers.find((one) => one.question === 'rooms')?.value).toBe(9);
    expect(answers).toHaveLength(7);
    expect((await stepOf(RIVERA)).status).toBe('IN_PROGRESS');
  });

  it('two more answer', async () => {
    await answer(at, NGUYEN, { rooms: '6', barriers: ['schedule'] });
    await answer(at, PATEL, { rooms: '3' });
    expect(await rows(at, (tx) => tx.checkIn.count({ where: { status: 'SUBMITTED' } }))).toBe(4);
  });

  it('a coach sees who needs him', async () => {
    const caseload = await type(at, FARAH, 'coach');
    expect(caseload).toContain('Truman HS | Walter Stone | sent');
    expect(caseload).toContain('Mesa Vista HS: no open step');
    expect(caseload).toMatch(/asks for: look at data/);
    expect(caseload).not.toContain('Rivera');
  });
});

describe('Friday', () => {
  it('only those who have not answered are nudged, once', async () => {
    await until('23', '12:01');
    for (const email of [OKAFOR, HADDAD, BROOKS, ORTIZ]) expect(nudges(email)).toHaveLength(1);
    for (const email of [RIVERA, STONE, NGUYEN, PATEL]) expect(nudges(email)).toEqual([]);
  });

  it('the nudge opens the same form, and goes quiet once it is answered', async () => {
    await open(at, BROOKS, 'Finish');
    expect(await send(at, BROOKS, { ...USUAL, rooms: '8' })).toBeUndefined();
    expect(messageWithButton(at, BROOKS, 'Finish')).toBeUndefined();
  });

  it('at the close the prompt says that it still goes, and answers cannot be changed any more', async () => {
    await until('23', '17:01');
    expect(messageWithButton(at, OKAFOR, 'Send late')?.words).toContain('until Monday 5 AM');
    expect((await checkInOf(OKAFOR)).status).toBe('MISSED');
    expect(messageWithButton(at, RIVERA, 'Change my answers')).toBeUndefined();
    expect(await type(at, RIVERA, 'checkin')).toContain('is over');
  });

  it('each coach has a summary of the own pairs, and of nobody else’s', async () => {
    await until('23', '20:31');
    const [ofBell, ...more] = messagesWith(at, BELL, 'Your pairs · week of');
    expect(more).toEqual([]);
    expect(ofBell?.words).toContain('Elena Rivera · Adams ES');
    expect(ofBell?.words).toContain(NOTE);
    expect(ofBell?.words).toContain(OWN_WORDS);
    expect(ofBell?.words).not.toMatch(/Stone|Okafor|Truman|Baker/);
    // One of Farah's schools closes three hours later, in the evening of Farah's own clock: that summary waits for Monday.
    expect(messagesWith(at, FARAH, 'Your pairs · week of')).toEqual([]);
    expect(messagesWith(at, CHO, 'Your pairs · week of')[0]?.words).toContain('no reply so far');
  });

  it('the partner’s manager sees what will be posted, without a private word', async () => {
    const preview = messageWithButton(at, HAAS, 'Approve');
    expect(preview?.words).toContain('on-site days 0 of 8');
    expect(preview?.words).not.toMatch(/PRIVATE|grade-5|Rivera/);
  });
});

describe('the weekend', () => {
  it('a late answer counts until Monday at five', async () => {
    await until('25', '18:00');
    await answer(at, OKAFOR, { rooms: '2', 'need-note': NOTE });

    expect((await checkInOf(OKAFOR)).status).toBe('SUBMITTED_LATE');
    expect(messagesWith(at, CHO, 'Your pairs · week of')[0]).toMatchObject({
      edited: true,
      words: expect.stringContaining('Answered late') as string,
    });
  });

  it('and not after', async () => {
    const haddad = await open(at, HADDAD, 'Send late');
    await until('26', '05:01');
    const back = await send(at, HADDAD, { ...USUAL, ...stepRows(haddad, 'moving') });

    const { id, status, answers } = await checkInOf(HADDAD);
    expect([status, answers]).toEqual(['MISSED', []]);
    // What was written stays on the screen, and with its author.
    expect(back?.values).toMatchObject({ rooms: '7' });
    await closeAll(at, HADDAD);
    const [draft] = await rows(at, (tx) => tx.formDraft.findMany({ where: { subject: JSON.stringify({ c: id }) } }));
    expect(draft?.values).toMatchObject({ rooms: '7' });
    expect(messageWithButton(at, HADDAD, 'Send late')).toBeUndefined();
  });
});

describe('Monday again', () => {
  it('the digest is posted once, in the order and without a private word', async () => {
    await until('26', '06:59');
    expect(channelPosts(at)).toEqual([]);
    await until('26', '07:01');
    const [post, ...more] = channelPosts(at);
    expect(more).toEqual([]);
    expect(post?.words).toContain('check-ins 6 of 8');
    expect(post?.words).toContain('week of Mon, Oct 19 (8 schools)');
    expect(post?.words).toContain('median of 6 principals');
    expect(post?.words).not.toMatch(/PRIVATE|grade-5|Rivera|Stone|Okafor|Haddad|Phoenix/);
  });

  it('a summary that would have come in the evening is there in the morning', () => {
    const [ofFarah, ...more] = messagesWith(at, FARAH, 'Your pairs · week of');
    expect(more).toEqual([]);
    expect(ofFarah?.words).toContain('Truman HS');
    expect(ofFarah?.words).toContain('Mesa Vista HS');
    expect(ofFarah?.words).not.toMatch(/Rivera|Okafor/);
  });

  it('again is not twice', async () => {
    await at.house.wake();
    await at.house.clockwork.drain();
    expect(channelPosts(at)).toHaveLength(1);
  });

  it('a late answer from Phoenix, where it is not yet five, changes the post in place', async () => {
    await until('26', '07:30');
    await answer(at, ORTIZ, { rooms: '5', 'need-note': NOTE });

    const [post, ...more] = channelPosts(at);
    expect(more).toEqual([]);
    expect(post?.edited).toBe(true);
    expect(post?.words).toContain('check-ins 7 of 8');
    expect(post?.words).toMatch(/Updated Mon 07:3\d/);
  });

  it('a visit that is logged late corrects the post in place', async () => {
    await type(at, BELL, 'coach log Rivera');
    expect(
      await send(at, BELL, { outcome: 'full', visitedOn: '2026-10-19', activities: ['co-observed'] }),
    ).toBeUndefined();

    const [post, ...more] = channelPosts(at);
    expect(more).toEqual([]);
    expect(post?.edited).toBe(true);
    expect(post?.words).toContain('on-site days 1 of 8');
    expect(post?.words).toMatch(/Corrected Mon 07:\d\d/);
  });
});

describe('what can be typed', () => {
  it('a principal looks back, on both platforms', async () => {
    expect(await type(at, RIVERA, 'checkin history')).toMatch(/Mon, Oct 19\n.*Sent\n9\n5/s);
    expect(await type(at, STONE, 'checkin history')).toContain('Mon, Oct 19 | Sent | 7 | 5');
  });

  it('each sees the own plan', async () => {
    expect(await type(at, RIVERA, 'checkin plan')).toContain(OWN_WORDS);
    expect(await type(at, BELL, 'coach plan Rivera')).toContain(OWN_WORDS);
    expect(await type(at, FARAH, 'coach plan Rivera')).not.toContain(OWN_WORDS);
  });

  it('the superintendent previews the next digest', async () => {
    expect(await type(at, MOREAU, 'district digest preview')).toContain('This will be posted on');
    expect(await type(at, HAAS, 'district digest preview')).toContain('This will be posted on');
  });

  it('help shows what the asker may do, and only that', async () => {
    const principal = await type(at, RIVERA, 'help');
    expect(principal).toContain('/checkin history');
    expect(principal).not.toContain('/coach');
    const coach = await type(at, BELL, 'coach help');
    expect(coach).toContain('/coach step @person');
    expect(coach).not.toContain('/district');
    expect(await type(at, MOREAU, 'district help')).toContain('/district digest preview');
  });

  it('a word with a slip is met with the one that was meant', async () => {
    expect(await type(at, BELL, 'coach stap Rivera')).toContain('Did you mean step?');
    expect(await type(at, MOREAU, 'district dgest')).toContain('Did you mean digest?');
    expect(await type(at, RIVERA, 'checkin histroy')).toContain('Did you mean history?');
  });

  it('what is for others is said to be so', async () => {
    expect(await type(at, RIVERA, 'district digest preview')).toContain('not for your role');
    expect(await type(at, BELL, 'checkin')).toContain('not for your role');
    expect(await say(at, MOREAU, 'good morning')).toContain('/district');
  });
});

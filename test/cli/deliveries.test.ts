// The real command line beside a running database: what did not arrive is looked at, tried again, put aside and recalled.
import { deliveriesCommand } from '../../src/cli/deliveries/index.ts';
import { helpFor } from '../../src/cli/help.ts';
import { enqueue } from '../../src/jobs/ledger.ts';
import { aCheckIn, aHarbor, inHarbor, WEEK, type Harbor } from '../features/digest/harbor.ts';
import { run as runProcess } from '../support/command-line.ts';
import { runHere, standBeside, type Beside } from '../support/beside.ts';

jest.setTimeout(180_000);

let beside: Beside;
let harbor: Harbor;
beforeAll(async () => {
  beside = await standBeside();
  harbor = await aHarbor(beside.database, { schools: 3 });
  await inHarbor(harbor, async (tx) => {
    const { tenantId, adminId } = harbor;
    await tx.person.update({ where: { id: adminId }, data: { email: 'kim.adler@harborcity.example' } });
    const second = await tx.person.create({
      data: { tenantId, displayName: 'Dana Reyes', email: 'dana.reyes@harborcity.example' },
    });
    await tx.roleGrant.create({ data: { tenantId, personId: second.id, role: 'ADMIN', scopeId: harbor.districtId } });
  });
});
beforeEach(() => inHarbor(harbor, (tx) => tx.delivery.deleteMany()));
afterAll(() => beside.leave());

/** That it also runs as a process of its own is shown once. */
const run = (...words: string[]) => runHere(deliveriesCommand, words, beside.at);

/** Written for the principal of a school, as it stands in the ledger after its calls. */
async function aMessage(key: string, of: { status: 'DEAD' | 'UNKNOWN' | 'SENT' | 'PENDING'; reason?: string }) {
  return inHarbor(harbor, async (tx) => {
    await enqueue(tx, harbor.tenantId, {
      key,
      kind: 'check-in.prompt',
      card: { id: 'check-in:prompt', summary: 'PRIVATE WORDS', parts: [{ kind: 'text', text: 'PRIVATE WORDS' }] },
      to: { platform: 'teams', address: { teamId: 'entra', userId: 'u' }, lane: key },
      personId: harbor.pairs[0]!.principalId,
    });
    const { id } = await tx.delivery.update({
      where: { tenantId_key: { tenantId: harbor.tenantId, key } },
      data: { status: of.status, reason: of.reason ?? null, reasonText: of.reason ? 'PRIVATE WORDS of a bug' : null },
    });
    return id;
  });
}

const statusOf = (id: string) =>
  inHarbor(harbor, (tx) => tx.delivery.findUniqueOrThrow({ where: { id } })).then((row) => row.status);

describe('throughline deliveries', () => {
  it('has a help for each of its parts', async () => {
    for (const part of deliveriesCommand.parts ?? []) {
      expect(helpFor(deliveriesCommand, [part.name])).toContain(
        `Usage: throughline deliveries ${part.name} ${part.usage}`,
      );
      expect(helpFor(deliveriesCommand)).toContain(part.summary);
    }
    expect((await runProcess(['deliveries', 'recall', '--help'])).out).toContain('--key-prefix');
    expect(await runProcess(['deliveries'], beside.at)).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing to look'),
    });
    expect(await run('lsit')).toMatchObject({ code: 2, err: expect.stringContaining('There is: list, show') });
  });

  it('lists what did not arrive with why, whom it was for and who can mend it, and never what it says', async () => {
    const id = await aMessage('a', { status: 'DEAD', reason: 'BotNotInConversationRoster' });
    await aMessage('b', { status: 'DEAD', reason: 'BotNotInConversationRoster' });
    await aMessage('c', { status: 'UNKNOWN', reason: 'cannot-tell' });
    await aMessage('d', { status: 'SENT' });

    const list = await run();
    expect(list.out).toMatch(/3 messages/);
    expect(list.out).toMatch(
      /2\s+not-delivered\s+BotNotInConversationRoster\s+the app is not installed.*they themselves/,
    );
    expect(list.out).toMatch(
      new RegExp(`0 min\\s+Principal of School 1\\s+check-in.prompt\\s+not-delivered\\s+0\\s+${id}`),
    );
    const json = await run('list', '--json', '--state', 'unknown');
    expect(JSON.parse(json.out)).toMatchObject({
      deliveries: [{ key: 'c', to: 'Principal of School 1', whoCanMend: 'whoever runs Throughline' }],
    });
    const shown = await run('show', id);
    expect(shown.out).toMatch(/To\s+Principal of School 1, on Microsoft Teams/);
    expect(await run('list', '--state', 'lost')).toMatchObject({ code: 1, err: expect.stringContaining('There are:') });
    expect(list.out + json.out + shown.out).not.toContain('PRIVATE WORDS');
  });

  it('tries again what is worth it, and puts aside what is not, each by reason or by id', async () => {
    const lost = await aMessage('a', { status: 'DEAD', reason: 'missing_scope' });
    const unsure = await aMessage('b', { status: 'UNKNOWN', reason: 'cannot-tell' });

    expect((await run('retry', '--reason', 'missing_scope')).out).toContain('1 message: put back');
    expect(await statusOf(lost)).toBe('PENDING');
    expect(await run('retry', unsure)).toMatchObject({ code: 1, out: expect.stringContaining('may be there already') });
    expect(await statusOf(unsure)).toBe('UNKNOWN');
    expect((await run('retry', unsure, '--even-if-it-may-be-there')).out).toContain('1 message: put back');
    expect(await statusOf(unsure)).toBe('PENDING');

    expect(await run('drop', lost)).toMatchObject({ code: 2, err: expect.stringContaining('and why') });
    expect((await run('drop', lost, '--note', 'Told by phone')).out).toContain('Put aside: 1 message.');
    expect(await statusOf(lost)).toBe('SUPERSEDED');
  });

  it('does not send again what was answered meanwhile', async () => {
    const checkIn = await inHarbor(harbor, (tx) => aCheckIn(tx, harbor, harbor.pairs[1]!, { prompt: 'DEAD' }));
    const { id } = await inHarbor(harbor, (tx) => tx.delivery.findFirstOrThrow({ where: { about: checkIn } }));

    expect(await run('retry', id)).toMatchObject({ code: 1, out: expect.stringContaining('answered or over') });
    expect(await statusOf(id)).toBe('DEAD');
  });

  it('recalls a few at once, and many only when another administrator confirms', async () => {
    const few = await aMessage('launch:0', { status: 'PENDING' });
    expect((await run('recall', '--key-prefix', 'launch:')).out).toContain('Withdrawn before they went out: 1');
    expect(await statusOf(few)).toBe('SUPERSEDED');

    for (let number = 1; number <= 26; number++) await aMessage(`launch:${number}`, { status: 'SENT' });
    const words = ['recall', '--kind', 'check-in.prompt', '--since', '2026-01-01'];
    expect((await run(...words, '--dry-run')).out).toContain('26 messages would be recalled');
    expect(await run(...words)).toMatchObject({ code: 1, err: expect.stringContaining('--as EMAIL') });
    const asked = await run(...words, '--as', 'kim.adler@harborcity.example');
    const code = /confirm (\S+) --as/.exec(asked.out)?.[1] ?? '';
    expect(await changes()).toBe(0);

    expect(await run('confirm', code, '--as', 'kim.adler@harborcity.example')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Another administrator must confirm'),
    });
    expect(await run('confirm', code, '--as', 'nobody@harborcity.example')).toMatchObject({ code: 1 });
    const confirmed = await run('confirm', code, '--as', 'dana.reyes@harborcity.example');
    expect(confirmed).toMatchObject({ code: 0, out: expect.stringMatching(/26 of 26[\s\S]*in their place[^:]*: 26/) });
    expect(await changes()).toBe(26);
    expect(await inHarbor(harbor, (tx) => tx.delivery.count({ where: { kind: 'recalled' } }))).toBe(2);
    expect((await run('confirm', code, '--as', 'dana.reyes@harborcity.example')).err).toContain('used, too old');
  });

  it('trusts who --as says, and refuses whoever is no administrator in the roster', async () => {
    const principal = harbor.pairs[0]!.principalId;
    const email = 'head.of.school@harborcity.example';
    await inHarbor(harbor, (tx) => tx.person.update({ where: { id: principal }, data: { email } }));
    await aMessage('slip:1', { status: 'SENT' });
    const refused = { code: 1, err: expect.stringContaining(`${email} is an administrator`) };

    expect(await run('recall', '--key-prefix', 'slip:', '--as', email)).toMatchObject(refused);
    expect(await changes()).toBe(0);
    for (let number = 2; number <= 27; number++) await aMessage(`slip:${number}`, { status: 'SENT' });
    expect(await run('recall', '--key-prefix', 'slip:', '--as', email)).toMatchObject(refused);
    expect(await run('confirm', '1A2B-3C4D-5E6F', '--as', email)).toMatchObject(refused);
    for (const part of ['recall', 'confirm'])
      expect(helpFor(deliveriesCommand.parts!.find(({ name }) => name === part)!)).toContain(
        'trusted to say who they are',
      );
  });

  const changes = () => inHarbor(harbor, (tx) => tx.delivery.count({ where: { kind: 'recall' } }));

  it('shows a week of a school, and says how to write a day', async () => {
    await inHarbor(harbor, async (tx) => {
      await tx.checkIn.deleteMany();
      await aCheckIn(tx, harbor, harbor.pairs[0]!, { status: 'MISSED', prompt: 'DEAD' });
      await aCheckIn(tx, harbor, harbor.pairs[1]!, { status: 'MISSED', prompt: 'SENT' });
      await aCheckIn(tx, harbor, harbor.pairs[2]!, { status: 'EXCUSED', prompt: 'SENT' });
    });

    const week = await run('week', WEEK);
    expect(week.out).toContain('3 check-ins: 0 of 1 answered, 0 open, 0 unsure, 1 not delivered.');
    expect(week.out).toMatch(/School 1\s+Principal of School 1\s+not delivered\s+2026-10-22 18:00 UTC/);
    expect(week.out).toMatch(/School 2\s+Principal of School 2\s+no reply/);
    const one = await run('week', WEEK, '--school', 'school 3', '--json');
    expect(JSON.parse(one.out)).toMatchObject({ weekOf: WEEK, lines: [{ outcome: 'excused' }] });
    expect(await run('week', 'soon')).toMatchObject({ code: 2 });
  });
});

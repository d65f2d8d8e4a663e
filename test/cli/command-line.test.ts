import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../src/cli/commands.ts';
import { helpFor } from '../../src/cli/help.ts';
import { run } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { root } from '../support/root.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const at = { DATA_DIR: folder.path };
const sample = (name: string) => join(root, 'sample', 'harbor-city', name);

jest.setTimeout(120_000);

describe('throughline', () => {
  it('shows what there is, and each command its examples', async () => {
    const help = await run(['--help']);

    expect(help.code).toBe(0);
    for (const command of commands) {
      expect(help.out).toContain(command.summary);
      expect(helpFor(command)).toContain('Examples:');
    }
    expect((await run(['import', '--help'])).out).toContain('--dry-run');
  });

  it('names a command that it does not know', async () => {
    expect(await run(['strat'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no command “strat”'),
    });
  });

  it('tells a broken environment in words and not as a stack', async () => {
    const broken = await run(['start'], { ...at, PORT: 'x', SLACK_BOT_TOKEN: 'nope' });

    expect(broken.code).toBe(1);
    expect(broken.err).toMatch(/PORT must be a number[\s\S]*SLACK_BOT_TOKEN must begin with xoxb-/);
    expect(broken.err).not.toMatch(/\n\s+at /);
  });

  it('finds what is missing in an empty set-up', async () => {
    const doctor = await run(['doctor'], at);

    expect(doctor.code).toBe(1);
    expect(doctor.out).toMatch(/mend {2}Migrations .*run throughline migrate/);
  });

  it('shows a roster’s difference and changes nothing in a dry run, then applies it, and nothing the second time', async () => {
    const words = ['import', 'roster', sample('roster.zip'), '--zone', 'America/New_York'];
    const dry = await run([...words, '--dry-run'], at);
    expect(dry.out).toContain('900');
    expect(dry.out).toContain('Dry run: nothing was changed.');

    const real = await run([...words, '--yes'], at);
    expect(real).toMatchObject({ code: 0, out: expect.stringContaining('Applied.') });

    const again = await run(words, at);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('nothing would change') });
  });

  it('imports pairs and a calendar, and names what is wrong in a bad file', async () => {
    expect(
      await run(['import', 'roster', sample('pairs.csv'), '--provider', 'Northlight Partners', '--yes'], at),
    ).toMatchObject({ code: 0 });
    expect(await run(['import', 'calendar', sample('calendar.ics')], at)).toMatchObject({ code: 0 });

    const bad = join(folder.path, 'bad.csv');
    writeFileSync(bad, 'this,is,no\nroster,at,all\n');
    const refused = await run(['import', 'roster', bad], at);
    expect(refused.code).toBe(1);
    expect(refused.out + refused.err).toContain('bad.csv');
    expect((await run(['import', 'roster', 'nowhere.zip'], at)).err).toContain('There is no file nowhere.zip');
  });

  it('enters days away, and refuses what is none', async () => {
    const away = await run(['leave', 'Elena.Rivera@harborcity.example', '2026-12-01', '2026-12-11'], at);
    expect(away).toMatchObject({ code: 0, out: expect.stringContaining('Elena Rivera is away from 2026-12-01') });

    expect(await run(['leave', 'nobody@x.example', '2026-12-01', '2026-12-11'], at)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nobody of the roster has the address nobody@x.example'),
    });
    expect(await run(['leave', 'elena', 'soon', 'later'], at)).toMatchObject({ code: 2 });
  });

  it('says who stands in, and takes days away back', async () => {
    const elena = ['leave', 'elena.rivera@harborcity.example'];
    const away = await run([...elena, '2027-01-04', '2027-01-15', '--cover', 'walter.stone@harborcity.example'], at);
    expect(away).toMatchObject({ code: 0, out: expect.stringContaining('Walter Stone stands in') });
    expect(await run([...elena, '2027-01-06', '2027-01-07', '--undo'], at)).toMatchObject({
      code: 0,
      out: expect.stringContaining('is there from 2027-01-06 to 2027-01-07 after all'),
    });
    expect((await run([...elena, '2027-01-06', '2027-01-07', '--undo'], at)).err).toContain('nothing to take back');
    expect((await run([...elena, '2027-01-06', '2027-01-05'], at)).err).toContain('is before the first');
    expect((await run([...elena, '2027-01-06', '2037-01-07'], at)).err).toContain('Check the years');
    expect((await run([...elena, '2027-01-06', '2027-01-07', '--customer', 'Nobody'], at)).err).toContain(
      'There is no customer “Nobody”',
    );
  });

  it('says what may be typed where an option does not exist', async () => {
    const mistyped = await run(['leave', '--form', '2027-01-06'], at);
    expect(mistyped).toMatchObject({ code: 2, err: expect.stringContaining('throughline leave --help') });
    expect(mistyped.err).not.toContain('    at ');
  });

  it('plays a recorded request into the real app', async () => {
    const recording = join(folder.path, 'checkin.json');
    const command = {
      command: '/checkin',
      text: 'help',
      team_id: '$team',
      user_id: '$user',
      channel_id: 'C0COACHES',
      trigger_id: '$now',
      response_url: 'http://127.0.0.1:9/none',
    };
    writeFileSync(recording, JSON.stringify({ as: 'walter.stone@harborcity.example', form: command }));

    const played = await run(['receive', 'slack', recording]);

    expect(JSON.parse(played.out)).toMatchObject({ status: 200 });
    expect(played.code).toBe(0);
  });
});

describe('throughline manifest', () => {
  it('prints what Slack must know, with the address in it', async () => {
    const { code, out } = await run(['manifest', 'slack', '--url', 'https://coaching.harborcity.example']);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      oauth_config: { redirect_urls: ['https://coaching.harborcity.example/slack/oauth_redirect'] },
    });
  });

  it('needs no address for a trial in Socket Mode', async () => {
    const { code, out } = await run(['manifest', 'slack', '--socket']);

    expect(code).toBe(0);
    expect(out).not.toContain('http');
  });

  it('writes a Teams package and never over another file', async () => {
    const file = join(folder.path, 'package.zip');
    const words = ['manifest', 'teams', '--url', 'https://coaching.harborcity.example', '--out', file];
    const appId = ['--app-id', '9b1c5d1e-0000-4000-8000-000000000000'];

    expect(await run([...words, ...appId])).toMatchObject({ code: 0, out: expect.stringContaining('Wrote') });
    expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
    expect(await run([...words, ...appId])).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already'),
    });
    expect(await run([...words, '--app-id', 'x'])).toMatchObject({ code: 1 });
  });

  it('says which address is none that a platform can reach', async () => {
    expect(await run(['manifest', 'slack', '--url', 'http://localhost'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('https://your-host'),
    });
  });
});

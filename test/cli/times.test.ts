import { join } from 'node:path';
import { run } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { root } from '../support/root.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const at = { DATA_DIR: folder.path };
const sample = (name: string) => join(root, 'sample', 'harbor-city', name);

jest.setTimeout(240_000);

/** The next Wednesday of UTC but one: no weekend, and ahead wherever the school lies. */
function aWednesday(): string {
  const day = new Date(Date.now() + 2 * 24 * 60 * 60 * 1000);
  while (day.getUTCDay() !== 3) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

describe('the hours of a program, on the command line', () => {
  beforeAll(async () => {
    await run(['import', 'roster', sample('roster.zip'), '--zone', 'America/New_York', '--yes'], at);
    await run(['import', 'roster', sample('pairs.csv'), '--provider', 'Northlight Partners', '--yes'], at);
  });

  it('are shown, changed for one district, and go back to what they were', async () => {
    expect((await run(['schedule', 'show'], at)).out).toMatch(/open +Thu 14:00[\s\S]*post +Mon 07:00/);
    const words = ['schedule', 'set', 'open=Wed 13:00', 'reminders=2', '--district', 'Harbor City'];
    const changed = await run(words, at);
    expect(changed).toMatchObject({ code: 0, out: expect.stringContaining('planned anew') });
    expect((await run(['schedule', 'show', '--district', 'Harbor City'], at)).out).toMatch(/open +Wed 13:00/);
    expect((await run(['schedule', 'show'], at)).out).toMatch(/open +Thu 14:00/);
    expect((await run(['schedule', 'reset', '--district', 'Harbor City'], at)).out).toMatch(/open +Thu 14:00/);
  });

  it.each([
    ['hours that never open', ['schedule', 'set', 'open=Fri 17:00'], 'never be open for an hour'],
    ['a day that is none', ['schedule', 'set', 'open=14:00'], 'names no day'],
    ['a zone that does not exist', ['schedule', 'zone', 'Adams ES', 'Mars/Olympus'], 'is no time zone'],
    [
      'a school that is not in the roster',
      ['schedule', 'zone', 'Nowhere HS', 'America/Denver'],
      'No school of the roster',
    ],
    ['a district that is not in the roster', ['schedule', 'show', '--district', 'Nowhere'], 'No coaching is engaged'],
    ['a closure of a day that is over', ['closure', 'district', '2026-01-07'], 'is over'],
    ['a closure that is not there', ['closure', 'Adams ES', 'today', '--undo'], 'nothing to undo'],
  ])('%s are refused with the mend', async (_what, words, mend) => {
    expect(await run(words, at)).toMatchObject({ code: 1, err: expect.stringContaining(mend) });
  });

  it('a day is called off for one school, once, and taken back', async () => {
    const day = aWednesday();
    expect(await run(['closure', 'Adams ES', day, '--kind', 'emergency'], at)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Adams ES is closed on Wed'),
    });
    expect(await run(['closure', 'adams es', day, '--kind', 'emergency'], at)).toMatchObject({ code: 1 });
    expect(await run(['closure', 'Adams ES', day, '--undo'], at)).toMatchObject({
      code: 0,
      out: expect.stringContaining('after all'),
    });
    expect(await run(['closure', 'Adams ES'], at)).toMatchObject({ code: 2 });
  });
});

import { spawn } from 'node:child_process';
import { finished, printed, run } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { root } from '../support/root.ts';
import { onPostgres } from '../support/database.ts';

// What the embedded database does is the same whichever database the other tests run on.
(onPostgres ? describe.skip : describe)('the embedded database', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const hold = () => spawn(process.execPath, ['--import', 'tsx', 'test/db/holder.ts', folder.path], { cwd: root });

  it('keeps what was acknowledged through a kill, and refuses a second process on its folder with a sentence', async () => {
    const first = hold();
    await printed(first, 'holding 1');

    const second = await finished(hold());
    expect(second.code).toBe(1);
    expect(second.err).toContain(`The folder ${folder.path} is in use by another Throughline process.`);

    const ended = finished(first);
    first.kill('SIGKILL');
    await ended;
    const third = hold();
    await printed(third, 'holding 2');
    third.kill('SIGKILL');
  }, 60_000);

  it('is joined by a command beside the process that holds it', async () => {
    const holder = hold();
    await printed(holder, 'holding 3');

    const doctor = await run(['doctor'], { DATA_DIR: folder.path });
    holder.kill('SIGKILL');

    expect(doctor.out).toContain('served by the running process');
    expect(doctor.out).toContain('tenant 1, tenant 2, tenant 3');
    expect(doctor.code).toBe(0);
  }, 60_000);
});

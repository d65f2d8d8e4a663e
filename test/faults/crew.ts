// The processes of the product, which are killed, stopped, hung and started again, all on one database.
import { spawn, type ChildProcess } from 'node:child_process';
import type { HouseProcess } from '../flows/house-process.ts';
import type { StandingPockets } from '../flows/standing-pockets.ts';

export interface Crew {
  readonly size: number;
  /** -9: it has no time for anything. */
  kill(index: number): Promise<void>;
  /** As a rolling upgrade does: it may end its calls. */
  stop(index: number): Promise<void>;
  /** It stands still, with its leases, and goes on later. */
  hang(index: number): void;
  goOn(index: number): void;
  start(index: number): Promise<void>;
  /** Its own clock is wrong by so much; the database's decides. */
  setWrong(index: number, byMs: number): void;
  poke(): void;
  end(): Promise<void>;
}

export async function hire(
  pockets: StandingPockets,
  database: Pick<HouseProcess, 'address' | 'dataFolder'>,
  size: number,
): Promise<Crew> {
  const members: (ChildProcess | undefined)[] = [];

  async function start(index: number): Promise<void> {
    const shiftMs = pockets.clock.now().getTime() - Date.now();
    const given: HouseProcess = { ...database, shiftMs, settings: pockets.settings, wakes: false };
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/flows/house-process.ts', JSON.stringify(given)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    members[index] = child;
    await new Promise<void>((resolve) => {
      child.once('message', (url) => {
        pockets.setProduct(url as string);
        resolve();
      });
      // With the database away it cannot even begin; whoever watches it starts it again.
      child.once('exit', () => {
        if (members[index] === child) members[index] = undefined;
        resolve();
      });
    });
  }

  function endWith(signal: NodeJS.Signals): (index: number) => Promise<void> {
    return async (index) => {
      const child = members[index];
      if (!child) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      members[index] = undefined;
      child.kill(signal);
      // One that hangs hears nothing else.
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await gone;
      clearTimeout(late);
    };
  }

  const kill = endWith('SIGKILL');
  const tell = (index: number, word: object): void => {
    const child = members[index];
    if (child?.connected === true) child.send(word, () => undefined);
  };
  await Promise.all(Array.from({ length: size }, (_, index) => start(index)));
  return {
    size,
    kill,
    stop: endWith('SIGTERM'),
    hang: (index) => void members[index]?.kill('SIGSTOP'),
    goOn: (index) => void members[index]?.kill('SIGCONT'),
    start: async (index) => (members[index] ? undefined : start(index)),
    setWrong: (index, byMs) => tell(index, { shiftMs: pockets.clock.now().getTime() - Date.now() + byMs }),
    poke: () => members.forEach((_, index) => tell(index, { poke: true })),
    end: async () => {
      members.forEach((child) => child?.kill('SIGCONT'));
      await Promise.all(members.map((_, index) => endWith('SIGTERM')(index)));
    },
  };
}

import { createChance } from './chance.ts';
import { makeTrouble, type Scene } from './trouble.ts';

/** Everything that is done to anybody, in order, and nothing happens. */
async function troublesOf(seed: number, count: number, ground: Partial<Scene> = {}): Promise<string[]> {
  const told: string[] = [];
  const done = () => Promise.resolve();
  const crew = { size: 3, kill: done, stop: done, start: done, hang: () => undefined, goOn: () => undefined };
  const scene: Scene = {
    ...{ chance: createChance(seed), passTime: done, letSomeEnd: done, tell: (what: string) => void told.push(what) },
    crew: { ...crew, setWrong: () => undefined, poke: () => undefined, end: done },
    stage: { slack: { fail: () => undefined }, teams: { fail: () => undefined } } as unknown as Scene['stage'],
    pause: done,
    ...ground,
  };
  await makeTrouble(scene, () => told.length < count);
  return told;
}

const done = () => Promise.resolve();
const whole = { cable: { cut: () => undefined, mend: () => undefined }, cluster: { start: done, stop: done } };

describe('a seed', () => {
  it('makes the same troubles in the same order, and another one makes others', async () => {
    const first = await troublesOf(7, 40, whole);

    expect(await troublesOf(7, 40, whole)).toEqual(first);
    expect(await troublesOf(8, 40, whole)).not.toEqual(first);
  });

  it('makes every kind of trouble, if it goes on for long enough', async () => {
    const told = (await troublesOf(1, 400, whole)).join('\n');

    for (const kind of [
      ...['kill -9', 'is replaced', 'hangs', 'is cut', 'crashes, and recovers', 'is restarted', 'is wrong by'],
      ...['http500', 'lost-response', 'slow', 'ratelimited', 'channel_not_found', '"status":502', '"status":429'],
    ])
      expect(told).toContain(kind);
  });

  it('cuts no wire and hangs nobody where one process has its database in itself', async () => {
    expect((await troublesOf(1, 200)).filter((what) => /hangs|database/.test(what))).toEqual([]);
  });
});

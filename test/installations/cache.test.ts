import { createCache } from '../../src/installations/cache.ts';
import { NOON } from './world.ts';

function aCache(atMost = 3) {
  return createCache<string>({ now: () => NOON, lifeMs: 1000, atMost });
}
const read = (value: string | undefined) => () => Promise.resolve(value);

describe('the cache', () => {
  it('asks once for what it knows', async () => {
    const cache = aCache();
    await cache.through('a', read('first'));

    expect(await cache.through('a', read('second'))).toBe('first');
  });

  it('remembers nothing that is not there', async () => {
    const cache = aCache();
    await cache.through('a', read(undefined));

    expect(await cache.through('a', read('later'))).toBe('later');
  });

  it('lets go of what was longest unused, so that it never grows', async () => {
    const cache = aCache(2);
    for (const key of ['a', 'b']) await cache.through(key, read(key));
    await cache.through('a', read('again'));
    await cache.through('c', read('c'));

    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['a', undefined, 'c']);
  });

  it('does not keep what was forgotten while it was being read', async () => {
    const cache = aCache();
    let give: (value: string) => void = () => undefined;
    const reading = cache.through('a', () => new Promise<string>((resolve) => (give = resolve)));
    cache.forget('a');
    give('old');

    expect(await reading).toBe('old');
    expect(cache.get('a')).toBeUndefined();
  });
});

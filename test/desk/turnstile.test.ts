import { createTurnstile } from '../../src/desk/turnstile.ts';

const one = { platform: 'slack', teamId: 'T1', userId: 'U1' } as const;
const other = { platform: 'teams', teamId: 'T1', userId: 'U1' } as const;

it('one account has a few requests under way at once, and nobody else waits for it', () => {
  const { enter } = createTurnstile({ atOnce: 2, aMinute: 100 });
  const leave = enter(one);
  expect([enter(one), enter(one)]).toEqual([expect.any(Function), undefined]);
  expect(enter(other)).toBeDefined();
  leave?.();
  expect(enter(one)).toBeDefined();
  expect(enter(one)).toBeUndefined();
});

it('one account asks so often a minute and no more, however quickly it is answered', () => {
  const { enter } = createTurnstile({ atOnce: 2, aMinute: 3 });
  for (let times = 0; times < 3; times += 1) enter(one)?.();
  expect(enter(one)).toBeUndefined();
  expect(enter(other)).toBeDefined();
});

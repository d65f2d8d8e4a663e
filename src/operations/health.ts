import { Router } from 'express';
import type { Platform } from '../chat/platform.ts';

/**
 * Alive: the process answers. Ready: the database and every platform that is on can be reached, each within its time, and what
 * is due goes on.
 */
export function healthRoutes(look: {
  database(): Promise<unknown>;
  platforms(): readonly Platform[];
  /** Has something that is due lain for minutes, while this process did nothing? */
  isStuck(): Promise<boolean>;
  isStopping(): boolean;
  /** How many people were turned away since the start: to be watched, and no reason to send the others elsewhere. */
  shed(): number;
}): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ alive: true });
  });
  router.get('/readyz', (_request, response) => {
    const checks = [
      ['database', look.database] as const,
      ...look.platforms().map((platform) => [platform.name, () => platform.check()] as const),
    ];
    const queue = outcome(look.isStuck, (stuck) => (stuck === true ? 'stuck' : 'ok'));
    const outcomes = checks.map(async ([name, check]) => [name, await outcome(check)] as const);
    void Promise.all([...outcomes, queue.then((words) => ['queue', words] as const)]).then((results) => {
      const ready = !look.isStopping() && results.every(([, words]) => words === 'ok');
      response.status(ready ? 200 : 503).json({ ready, ...Object.fromEntries(results), shed: look.shed() });
    });
  });
  return router;
}

/** The details of a failure may carry addresses; what is told outside is that it failed. */
async function outcome(
  check: () => Promise<unknown>,
  wordsOf: (found: unknown) => string = () => 'ok',
): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), 2_500);
  });
  const done = check().then(wordsOf, () => 'cannot be reached');
  const words = await Promise.race([done, late]);
  clearTimeout(timer);
  return words;
}

// Processes of their own for what must not share an event loop: asked by name over Node's own channel.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a child does when it is asked; given and answered as JSON. */
export type Desk = Record<string, (given: never) => unknown>;

export interface Child<D extends Desk> {
  ask<Name extends keyof D & string>(name: Name, ...given: Parameters<D[Name]>): Promise<Awaited<ReturnType<D[Name]>>>;
  stop(): Promise<void>;
}

/** Longer than anything takes on a slow machine; after it something hangs. */
const LONGEST_MS = 240_000;

interface Answer {
  id: number;
  answer?: unknown;
  error?: string;
}

export interface ChildOptions {
  /** Writes a profile of the child's processor time into this folder when it ends. */
  profileFolder?: string | undefined;
}

/** `file` lies beside this one and ends with `answerQuestions`. */
export function startChild<D extends Desk>(file: string, options: ChildOptions = {}): Child<D> {
  const profiling =
    options.profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profileFolder}`];
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ['--import', 'tsx', ...profiling] });
  const waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
  let count = 0;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      const error = new Error(`${file} ended early (${String(signal ?? code)})`);
      for (const one of waiting.values()) one.reject(error);
      resolve();
    });
  });
  child.on('message', ({ id, answer, error }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(answer as never);
    else asked?.reject(new Error(`${file}: ${error}`));
  });

  return {
    ask: (name, ...[given]) =>
      new Promise((resolve, reject) => {
        const id = count++;
        const timer = setTimeout(() => {
          child.kill('SIGKILL');
          reject(new Error(`${file} did not answer "${name}" within ${String(LONGEST_MS / 1000)} s`));
        }, LONGEST_MS);
        const settle =
          <T>(pass: (value: T) => void) =>
          (value: T): void => {
            clearTimeout(timer);
            pass(value);
          };
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
        child.send({ id, name, given });
      }),
    async stop() {
      if (child.connected) child.send({ id: -1, name: 'stop' });
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** In the child: answers until it is told to stop, and then runs `atEnd`. */
export function answerQuestions(desk: Desk, atEnd: () => Promise<unknown> | undefined = () => undefined): void {
  const end = async (): Promise<void> => {
    await atEnd();
    process.exit(0);
  };
  process.on('message', ({ id, name, given }: { id: number; name: string; given: never }) => {
    if (name === 'stop') return void end();
    void Promise.resolve()
      .then(() => desk[name]?.(given))
      .then((answer) => process.send?.({ id, answer }))
      .catch((error: unknown) =>
        process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
  process.once('disconnect', () => void end());
}

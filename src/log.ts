import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Logs carry ids and codes, never answers, names or tokens: what is dangerous by name is removed here as a second lock. */
export function createLog(options: { level?: string; destination?: { write(line: string): void } } = {}): Log {
  const settings = {
    level: options.level ?? 'info',
    base: null,
    redact: {
      paths: [
        'token',
        '*.token',
        'authorization',
        '*.authorization',
        'password',
        '*.password',
        'text',
        'values',
        'answers',
        'card',
      ],
      censor: '[removed]',
    },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

export const silentLog: Log = pino({ level: 'silent' });

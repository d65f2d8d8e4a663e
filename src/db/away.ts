/** Whether the database was away, or took longer than it may: so nothing that the same request needs of it will come in time. */
export function isAway(error: unknown): boolean {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 4; depth++) {
    const { code, message, cause, meta } = at as { code?: unknown; message?: unknown; cause?: unknown; meta?: unknown };
    if (typeof code === 'string' && (CODES.has(code) || /^(08|53|57P)/.test(code))) return true;
    if (typeof message === 'string' && WORDS.some((words) => message.includes(words))) return true;
    at = cause ?? (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  }
  return false;
}

/** Of the operating system, of PostgreSQL (a statement that took too long) and of Prisma; those of a class begin alike. */
const CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'ENOENT'],
  ...['57014', '25P03', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'],
]);
/** What pg and its pool say without a code. */
const WORDS = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error',
];

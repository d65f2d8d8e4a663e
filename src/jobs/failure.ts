// What may be kept and logged of an error: its code and where it was thrown, never its message, which may quote an answer.
import { AppError } from '../errors.ts';

export function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  if (!(error instanceof Error)) return 'unknown';
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : error.name;
}

/** The first lines of the stack that are in our own code. */
export function placeOf(error: unknown): string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n').slice(1) : [];
  const frames = lines.map((line) => line.trim()).filter((line) => line.startsWith('at '));
  const ours = frames.filter((line) => !/node_modules|node:/.test(line));
  return (ours.length > 0 ? ours : frames).slice(0, 3);
}

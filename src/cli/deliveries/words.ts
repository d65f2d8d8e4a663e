// How the ledger is told on a terminal.
import type { Letter } from '../../jobs/deliveries.ts';
import { lostInWords, menderInWords, whoCanMend } from '../../features/reasons.ts';

/** Columns as wide as what stands in them; the last one runs on. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  return [head.map((title) => title.toUpperCase()), ...rows]
    .map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))))
    .map((row) => row.join('  ').trimEnd())
    .join('\n');
}

export function ageInWords(since: Date, now: Date): string {
  const minutes = Math.max(Math.floor((now.getTime() - since.getTime()) / 60_000), 0);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`;
}

export function inUtc(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** By the short code, since the stored sentence of a mistake of ours may quote what somebody wrote. */
export function reasonInWords({ state, reason }: Pick<Letter, 'state' | 'reason'>): string {
  if (reason === null) return state === 'waiting' ? 'waits to be sent' : '';
  return lostInWords(reason).replace('the last message', 'it').replace('the message', 'it');
}

export function mendInWords({ state, reason }: Pick<Letter, 'state' | 'reason'>): string {
  return reason === null || state === 'delivered' ? '' : menderInWords(whoCanMend(reason));
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

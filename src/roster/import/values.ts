// Reads single cells: days, addresses, time zones, school levels. Each answers undefined for what cannot be read.

import { Day, SCHOOL_LEVELS } from './rows.ts';

type SchoolLevel = (typeof SCHOOL_LEVELS)[number];

/** Case-folded. */
export function readEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/.test(email) && email.length <= 254 ? email : undefined;
}

export function readIsoDay(text: string): string | undefined {
  return Day.safeParse(text.trim()).data;
}

/** Also `9/7/2026`, which is what a spreadsheet program in the United States makes of an ISO day. */
export function readSheetDay(text: string): string | undefined {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  if (!american) return readIsoDay(text);
  const [, month = '', day = '', year = ''] = american;
  return readIsoDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

export function readLevel(text: string): SchoolLevel | undefined {
  const word = text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
  return SCHOOL_LEVELS.find((level) => level === word || level.replace('_', '') === word);
}

/** `A, B` or `A;B`: a multi-track school names all of its tracks. */
export function readTracks(text: string): string[] {
  return text.split(/[\s,;|]+/).filter((track) => track !== '');
}

/** OneRoster states no level, and most schools carry theirs in the name. */
export function guessLevel(name: string): SchoolLevel {
  if (/\b(pk|pre-?k|k)\s?-\s?12\b/i.test(name)) return 'K12';
  if (/\b(pk|pre-?k|k)\s?-\s?8\b/i.test(name)) return 'K8';
  if (/\b[67]\s?-\s?12\b|junior.senior/i.test(name)) return 'SECONDARY_6_12';
  if (/\b(ES|elementary|primary)\b/i.test(name)) return 'ELEMENTARY';
  if (/\b(MS|middle|junior high|intermediate)\b/i.test(name)) return 'MIDDLE';
  if (/\b(HS|high|senior)\b/i.test(name)) return 'HIGH';
  return 'OTHER';
}

/** Names and titles are shown in chat; control characters and runs of blanks have no place there. */
export function tidy(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

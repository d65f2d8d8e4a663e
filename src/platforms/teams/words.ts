/** What a person typed, without what Teams wraps around it. */
import { z } from 'zod';
import type { Activity } from './activity.ts';

interface Spoken {
  /** People other than the bot stand in it as `@29:…`. */
  text: string;
  /** Whether the bot was spoken to by name. */
  addressed: boolean;
}

const Mention = z.object({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.object({ id: z.string().min(1) }),
});

export function readWords(activity: Activity): Spoken {
  let text = activity.text ?? '';
  let addressed = false;
  for (const entity of activity.entities ?? []) {
    const mention = Mention.safeParse(entity).data;
    if (!mention) continue;
    const bot = mention.mentioned.id === activity.recipient.id;
    if (bot) addressed = true;
    text = replaceFirst(text, mention.text, bot ? ' ' : ` @${mention.mentioned.id} `);
  }
  return { text: plain(text), addressed };
}

const COMMANDS = new Set(['checkin', 'coach', 'district', 'help']);

/** The command and its words, when the first word is one; a leading slash, capitals, quotation marks and a full stop are forgiven. */
export function findCommand(text: string): { command: string; words: string } | undefined {
  const bare = text.replace(/^["'“”‘’`](.*)["'“”‘’`]$/s, '$1').replace(/^\/?check in\W*$/i, 'checkin');
  const [, first = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(bare) ?? [];
  const command = first
    .toLowerCase()
    .replace(/^\//, '')
    .replace(/[.!?,:]+$/, '')
    .replace(/^check-in$/, 'checkin');
  return COMMANDS.has(command) ? { command, words: rest.trim() } : undefined;
}

/** Home is asked for with a word that is no command, so that it may be asked for in a channel as well. */
export function isHome(text: string): boolean {
  return /^\/?home\W*$/i.test(text);
}

const ENTITIES: Record<string, string> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return unescape(
    text.replace(/<br\s*\/?>/gi, '\n').replace(/<\/?(?:at|p|div|span|b|i|strong|em)(?:\s[^<>]*)?>/gi, ' '),
  );
}

/** Signs instead of their names, and the white space that a person sees. */
export function unescape(text: string): string {
  return text
    .replace(
      /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,4}));/gi,
      (whole: string, decimal?: string, hex?: string, name?: string) => entity(whole, decimal, hex, name),
    )
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

function entity(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
}

function replaceFirst(text: string, from: string, to: string): string {
  const at = text.indexOf(from);
  return at < 0 ? text : text.slice(0, at) + to + text.slice(at + from.length);
}

/** The words of a message as the "..." menu hands it over: Teams gives its HTML there, and not what was typed. */
import { unescape } from './words.ts';

/** Far more than any screen of ours takes along. */
const MOST_CHARACTERS = 100_000;

export function wordsOfHtml(html: string): string {
  return unescape(
    html
      .slice(0, MOST_CHARACTERS)
      .replace(/[\r\n\t]+/g, ' ')
      // An emoji is a picture whose other text is the sign itself; other pictures say nothing.
      .replace(/<(?:emoji|img)\b([^<>]*)>/gi, (_, attributes: string) => emojiIn(attributes))
      .replace(/<br\b[^<>]*>|<\/(?:p|div|li|tr|h[1-6]|blockquote|pre|codeblock)>/gi, '\n')
      .replace(/<\/?[a-z][^<>]*>/gi, ''),
  ).replace(/\n{2,}/g, '\n');
}

function emojiIn(attributes: string): string {
  const alt = /\balt="([^"<>]{1,16})"/i.exec(attributes)?.[1] ?? '';
  return /\p{Extended_Pictographic}/u.test(alt) ? alt : '';
}

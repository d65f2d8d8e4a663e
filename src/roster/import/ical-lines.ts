// Takes an iCal file apart by its lines, so that what is broken can be named by its line; ical.js reads the parts.

import type { IssueLog } from './issue.ts';

export interface EventText {
  line: number;
  text: string;
}

const CONTENT_LINE = /^[A-Za-z0-9-]+(;[A-Za-z0-9-]+=("[^"]*"|[^":;,]*)(,("[^"]*"|[^":;,]*))*)*:/;

/** The events of a calendar, each with the line it begins on; on any fault the log has an error. */
export function splitCalendar(text: string, file: string, log: IssueLog): EventText[] {
  const lines = unfold(text);
  const first = lines[0];
  if (first?.text.trim().toUpperCase() !== 'BEGIN:VCALENDAR') {
    const page = /^\s*<(!doctype|html|\?xml)/i.test(first?.text ?? '');
    const what = page
      ? 'This is a web page, not a calendar.'
      : 'This is not an iCal calendar; it does not begin with BEGIN:VCALENDAR.';
    log.error('NOT_A_CALENDAR', file, first?.line ?? 1, `${what} Download the .ics file that the calendar offers.`);
    return [];
  }
  const events: EventText[] = [];
  const open: { name: string; line: number }[] = [];
  let event: { line: number; lines: string[] } | undefined;
  for (const { text: content, line } of lines) {
    if (!CONTENT_LINE.test(content)) {
      log.error('BAD_LINE', file, line, `"${content.slice(0, 40)}" is not an iCal line. Download the calendar again.`);
      continue;
    }
    const begin = /^BEGIN:(.+)$/i.exec(content)?.[1]?.trim().toUpperCase();
    const end = /^END:(.+)$/i.exec(content)?.[1]?.trim().toUpperCase();
    if (begin !== undefined) {
      open.push({ name: begin, line });
      if (begin === 'VEVENT' && !event) event = { line, lines: [] };
    }
    event?.lines.push(content);
    if (end === undefined) continue;
    const opened = open.pop();
    if (opened?.name !== end) {
      log.error(
        'BAD_LINE',
        file,
        line,
        `END:${end.slice(0, 40)} closes what was never opened. Download the calendar again.`,
      );
      return events;
    }
    if (end === 'VEVENT' && event) {
      events.push({ line: event.line, text: event.lines.join('\r\n') });
      event = undefined;
    }
  }
  const unclosed = open.pop();
  if (unclosed) {
    log.error(
      'BAD_LINE',
      file,
      unclosed.line,
      `${unclosed.name} begins here and never ends; the file is cut off. Download it again.`,
    );
  }
  return events;
}

/** A line that begins with a blank goes on with the one before. */
function unfold(text: string): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = [];
  for (const [at, content] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const last = lines.at(-1);
    if (last && /^[ \t]/.test(content)) last.text += content.slice(1);
    else if (content !== '') lines.push({ text: content, line: at + 1 });
  }
  return lines;
}

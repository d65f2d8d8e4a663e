// What officers decided about pieces of texts. A piece is known by its place and its hash: if the text was changed since, the
// decision holds no more, and somebody has to look again.
import { createHash } from 'node:crypto';
import type { Tx } from '../db/client.ts';
import { ConflictError, InvalidError } from '../errors.ts';
import type { Viewer } from '../roster/access.ts';
import { findPieces, withoutOverlaps, type Piece } from './find-pieces.ts';
import type { Request } from './requests.ts';
import type { Section } from './sections.ts';

export interface Decision {
  item: string;
  /** As it stands in the text, each place where it does. */
  text: string;
  takeOut: boolean;
  reason: string;
}

/** A piece that goes out as `[redacted: reason]`, or one that was proposed and stays. */
export interface Judged extends Piece {
  item: string;
  text: string;
  takenOut: boolean;
  isDecided: boolean;
}

export function itemOf(section: Pick<Section, 'table'>, id: string, field: string): string {
  return `${section.table}:${id}:${field}`;
}

/** Of every text: what was proposed, and what officers decided, which counts. */
export async function judgeAll(
  tx: Tx,
  viewer: Viewer,
  request: Request,
  sections: readonly Section[],
  known: readonly string[],
): Promise<Judged[]> {
  const decided = await tx.recordsRedaction.findMany({
    where: { tenantId: viewer.tenantId, requestId: request.id },
    orderBy: [{ item: 'asc' }, { start: 'asc' }],
  });
  const texts = textsOf(sections);
  const stale = decided.filter(
    ({ item, start, length, hash }) => hashOf((texts.get(item) ?? '').slice(start, start + length)) !== hash,
  );
  if (stale.length > 0)
    throw new ConflictError(
      `${stale[0]?.item ?? ''} was changed since it was looked at. Make the preview again, and decide about it anew: throughline records redact.`,
    );
  return [...texts].flatMap(([item, text]) => {
    const own = decided.filter((one) => one.item === item);
    const out = own.filter(({ takenOut }) => takenOut);
    const kept = own.filter(({ takenOut }) => !takenOut);
    const open = findPieces(text, known, request.to).filter(
      (piece) => !kept.some((one) => one.start <= piece.start && piece.start + piece.length <= one.start + one.length),
    );
    const all = withoutOverlaps([...out.map(({ start, length, reason }) => ({ start, length, reason })), ...open]);
    const judged = all.map((piece) => ({
      ...piece,
      takenOut: true,
      isDecided: out.some((one) => one.start === piece.start),
    }));
    const stays = kept.map(({ start, length, reason }) => ({
      start,
      length,
      reason,
      takenOut: false,
      isDecided: true,
    }));
    return [...judged, ...stays].map((piece) => ({
      ...piece,
      item,
      text: text.slice(piece.start, piece.start + piece.length),
    }));
  });
}

/** Keeps decisions; the later one of a piece counts. Returns how many places they are about. */
export async function saveDecisions(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  request: Request,
  sections: readonly Section[],
  decisions: readonly Decision[],
): Promise<number> {
  const texts = textsOf(sections);
  let count = 0;
  for (const { item, text, takeOut, reason } of decisions) {
    const whole = texts.get(item);
    if (whole === undefined)
      throw new InvalidError(`There is no text ${item} in this request. The preview names each text.`);
    const places = placesOf(whole, text);
    if (text === '' || places.length === 0)
      throw new InvalidError(`${item} has no “${text.slice(0, 40)}”. Write the piece as it stands in the preview.`);
    for (const start of places) {
      const row = { hash: hashOf(text), reason, takenOut: takeOut, byId: viewer.personId ?? '', at: now };
      const where = { requestId: request.id, item, start, length: text.length };
      await tx.recordsRedaction.upsert({
        where: { requestId_item_start_length: where },
        create: { tenantId: viewer.tenantId, ...where, ...row },
        update: row,
      });
      count += 1;
    }
  }
  return count;
}

/** The text with what is taken out as `[redacted: reason]`. */
export function redact(text: string, judged: readonly Judged[]): string {
  const out = judged.filter(({ takenOut }) => takenOut).sort((a, b) => b.start - a.start);
  return out.reduce(
    (whole, { start, length, reason }) => `${whole.slice(0, start)}[redacted: ${reason}]${whole.slice(start + length)}`,
    text,
  );
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function textsOf(sections: readonly Section[]): Map<string, string> {
  return new Map(
    sections.flatMap((section) =>
      section.rows.flatMap(({ id, fields, words }) =>
        words.flatMap((field) =>
          fields[field] === undefined ? [] : [[itemOf(section, id, field), fields[field]] as const],
        ),
      ),
    ),
  );
}

function placesOf(whole: string, piece: string): number[] {
  const places: number[] = [];
  if (piece === '') return places;
  for (let at = whole.indexOf(piece); at >= 0; at = whole.indexOf(piece, at + piece.length)) places.push(at);
  return places;
}

/** What may leave the bot: size, shape and cards of an outgoing activity. */
import { checkCard } from './card-check.ts';
import { connectorError } from './connector-errors.ts';
import { isObject, objectsIn, textAt } from './json.ts';
import type { Json } from './json.ts';
import type { PocketState } from './state.ts';

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE_LIMIT = 100 * 1024;
const CARD_LIMIT = 28 * 1024;

/** Throws the refusal, if there is one; lesser sins are noted in `problems`. */
export function checkActivity(state: PocketState, activity: Json): void {
  const type = activity['type'];
  if (type === 'typing') return;
  if (type !== 'message')
    throw connectorError(400, 'BadSyntax', `Activity type '${String(type)}' cannot be sent to Teams.`);
  if (sizeInUtf16(activity) > MESSAGE_LIMIT) throw connectorError(413);
  const attachments = objectsIn(activity['attachments']);
  const problems = attachments.flatMap((attachment, index) => checkAttachment(attachment, `attachments[${index}]`));
  if (problems.length > 0) throw connectorError(400, 'BadArgument', problems.join(' '));
  if (attachments.length > 10) throw connectorError(400, 'BadArgument', 'A message holds at most 10 attachments.');
  checkWords(state, activity, attachments.length > 0);
  for (const attachment of attachments) noteCardSize(state, attachment['content']);
}

export function checkCardAttachment(attachment: unknown, at: string): string[] {
  if (!isObject(attachment)) return [`${at} must be an attachment with contentType and content.`];
  if (attachment['contentType'] !== ADAPTIVE_CARD) return [`${at} must have contentType '${ADAPTIVE_CARD}'.`];
  return checkCard(attachment['content']).map((problem) => `${at} ${problem}`);
}

export function noteCardSize(state: PocketState, card: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(withoutImages(card ?? null)), 'utf8');
  if (bytes <= CARD_LIMIT) return;
  const message = `A card of ${bytes} bytes is over the ${CARD_LIMIT} that Teams promises everywhere.`;
  state.problems.push({ kind: 'card-size', message });
}

function checkAttachment(attachment: Json, at: string): string[] {
  const kind = String(attachment['contentType']);
  if (kind === ADAPTIVE_CARD) return checkCardAttachment(attachment, at);
  if (!/^application\/vnd\.microsoft\.card\.(hero|thumbnail)$/.test(kind))
    return [`${at} has the unknown contentType '${kind}'.`];
  const buttons = isObject(attachment['content']) ? objectsIn(attachment['content']['buttons']) : [];
  return buttons.length > 6 ? [`${at} has ${buttons.length} buttons; Teams shows 6.`] : [];
}

function checkWords(state: PocketState, activity: Json, hasCards: boolean): void {
  const text = textAt(activity, 'text')?.trim() ?? '';
  const summary = textAt(activity, 'summary')?.trim() ?? '';
  if (text === '' && !hasCards) throw connectorError(400, 'BadSyntax', 'A message needs text or an attachment.');
  if (text === '' && summary === '') {
    throw connectorError(
      400,
      'BadArgument',
      "A message that is only a card needs a 'summary', or its notification has no words.",
    );
  }
  if (text !== '' && hasCards) {
    const message = 'Text and a card in one message may be split in two, and no id comes back for the second.';
    state.problems.push({ kind: 'text-with-card', message });
  }
}

function sizeInUtf16(activity: Json): number {
  return JSON.stringify(withoutImages(activity)).length * 2;
}

function withoutImages(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('data:image/') ? '' : value;
  if (Array.isArray(value)) return value.map(withoutImages);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, withoutImages(held)]));
}

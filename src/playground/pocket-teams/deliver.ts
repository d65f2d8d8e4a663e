/** Brings an activity to the app, as the Bot Connector does: signed, with a time limit, and again when a turn is slow. */
import type { Json } from './json.ts';
import { signActivity } from './sign.ts';
import { issuer } from './state.ts';
import type { DeliveryRecord, PocketState } from './state.ts';

export interface Delivery {
  status: number;
  body: unknown;
  attempts: number;
  timedOut: boolean;
}

/** Status 0 means that the app could not be reached or did not answer in time. */
export async function deliver(state: PocketState, activity: Json, authorization?: string): Promise<Delivery> {
  const header = authorization ?? `Bearer ${await signActivity(signer(state), activity)}`;
  const invoke = activity['type'] === 'invoke';
  const limit = invoke ? (state.options.invokeTimeoutMs ?? 5000) : (state.options.turnTimeoutMs ?? 15_000);
  const first = post(state, activity, header);
  const delivery =
    invoke || state.options.retrySlowTurns
      ? await within(first, limit, invoke ? undefined : () => post(state, activity, header))
      : await first;
  const record: DeliveryRecord = { at: state.options.now().toISOString(), activity, ...delivery };
  state.deliveries.push(record);
  return delivery;
}

export function signer(state: PocketState): { keys: PocketState['keys']; appId: string; issuer: string } {
  return { keys: state.keys, appId: state.options.appId, issuer: issuer(state) };
}

async function within(
  first: Promise<Delivery>,
  limitMs: number,
  again: (() => Promise<Delivery>) | undefined,
): Promise<Delivery> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  const won = await Promise.race([first, late]);
  clearTimeout(timer);
  if (won !== 'late') return won;
  if (!again) return { status: 0, body: undefined, attempts: 1, timedOut: true };
  const [, second] = await Promise.all([first, again()]);
  return { ...second, attempts: 2, timedOut: true };
}

async function post(state: PocketState, activity: Json, authorization: string): Promise<Delivery> {
  const { messagesUrl } = state.options;
  const url = typeof messagesUrl === 'function' ? messagesUrl() : messagesUrl;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
        ...(authorization === '' ? {} : { authorization }),
      },
      body: JSON.stringify(activity),
    });
    return { status: response.status, body: parse(await response.text()), attempts: 1, timedOut: false };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { status: 0, body: cause, attempts: 1, timedOut: false };
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

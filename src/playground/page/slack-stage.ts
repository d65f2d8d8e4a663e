/** What blocks need to know about where they stand: the values they hold and what a press or an entry does there. */
import type { Conversation, Element, Entry, Held, Offer, Place, Screen, Seen, Values } from './slack-screen.ts';
import type { Names } from './slack-text.ts';

export type Stage = {
  /** Tells controls of this place apart from all others, to find the focus again after redrawing. */
  key: string;
  names: Names;
  conversations: readonly Conversation[];
  values: Values;
  errors: Record<string, string>;
  press: (blockId: string, element: Element, selected?: Entry) => Promise<void>;
  enter: (blockId: string, element: Element, entry: Entry) => void;
};

/** The line to the pocket Slack for one person. */
export type Line = {
  act: (name: string, body: Record<string, unknown>) => Promise<Seen>;
  getScreen: () => Promise<Screen>;
  getOffer: () => Promise<Offer>;
  onChanged: (listener: () => void) => () => void;
};

export function openLine(options: { api: string; workspaceId: string; userId: string }): Line {
  const who = { workspace: options.workspaceId, user: options.userId };
  const address = (path: string) => `${options.api}/persona/${path}`;
  const query = new URLSearchParams(who).toString();
  return {
    act: async (name, body) => {
      const response = await fetch(address(name), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...who, ...body }),
      });
      return (await response.json()) as Seen;
    },
    getScreen: async () => {
      const response = await fetch(`${address('screen')}?${query}`);
      if (!response.ok) throw new Error('This person is not in the workspace any more.');
      return (await response.json()) as Screen;
    },
    getOffer: async () => (await (await fetch(address('world'))).json()) as Offer,
    onChanged: (listener) => {
      const source = new EventSource(`${address('events')}?${query}`);
      source.addEventListener('changed', listener);
      return () => {
        source.close();
      };
    },
  };
}

/**
 * A stage that sends what happens on it. Typing is sent a moment later, and always before a press, because what the
 * app gets with a press includes everything entered so far.
 */
export function createStage(
  line: Line,
  screen: Screen,
  place: Place,
  drawn: { values: Values; errors?: Record<string, string> },
): Stage & { entered: Record<string, Record<string, Entry>>; flush: () => Promise<void>; stop: () => void } {
  const entered: Record<string, Record<string, Entry>> = {};
  let unsent: Record<string, Record<string, Entry>> = {};
  let timer: number | undefined;
  let sending: Promise<unknown> = Promise.resolve();
  const flush = async () => {
    window.clearTimeout(timer);
    if (Object.keys(unsent).length > 0) {
      const values = unsent;
      unsent = {};
      sending = sending.then(() => line.act('fill', { place, values }));
    }
    await sending;
  };
  return {
    key: typeof place === 'string' ? place : 'viewId' in place ? place.viewId : place.ts,
    names: screen.names,
    conversations: screen.conversations,
    values: drawn.values,
    errors: drawn.errors ?? {},
    entered,
    flush,
    stop: () => {
      window.clearTimeout(timer);
    },
    press: async (blockId, element, selected) => {
      await flush();
      await line.act('press', {
        place,
        blockId,
        actionId: element.action_id ?? '',
        ...(selected === undefined ? {} : { selected }),
      });
    },
    enter: (blockId, element, entry) => {
      for (const book of [entered, unsent]) (book[blockId] ??= {})[element.action_id ?? ''] = entry;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void flush(), 300);
    },
  };
}

/** What stands in an element, as plain text or a list of it. */
export function readHeld(held: Held | undefined): string[] {
  if (!held) return [];
  return Object.entries(held).flatMap(([key, value]) => (key === 'type' ? [] : flatten(value)));
}

function flatten(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(flatten);
  if (typeof value === 'object')
    return 'value' in value ? [String(value.value)] : 'elements' in value ? [readRich(value)] : [];
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

function readRich(value: object): string {
  if ('text' in value && typeof value.text === 'string') return value.text;
  return 'elements' in value && Array.isArray(value.elements)
    ? value.elements.map((one) => readRich(one as object)).join('')
    : '';
}

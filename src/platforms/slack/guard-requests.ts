/**
 * The gate between Slack's door and Bolt: lets through what has a known shape and comes from people of the workspace whose
 * request it is, and sees that every verified request is answered in time, whatever happens behind it.
 */
import { AuthorizationError, type App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import type { Connections } from './connections.ts';
import { reasonOf } from './errors.ts';
import { isColleague, type Actor } from './people.ts';
import { ActionPayload, CommandPayload, EventPayload, ShortcutPayload, SubmissionPayload } from './payloads.ts';
import { installationOf, type Whose } from './whose.ts';

export interface Gate {
  receiver: Receiver;
  /** Resolves when everything that was let in is done. */
  drain: () => Promise<void>;
}

export function guardRequests(inner: Receiver, connections: Connections, log: Log): Gate {
  const underWay = new Set<Promise<void>>();

  async function letIn(app: App, event: ReceiverEvent): Promise<void> {
    const done = admit(app, event, connections, log);
    underWay.add(done);
    try {
      await done;
    } finally {
      underWay.delete(done);
    }
  }

  return {
    receiver: {
      init: (app) => {
        // The receiver calls nothing of the app but this; the gate stands in its place.
        inner.init(Object.create(app, { processEvent: { value: (event: ReceiverEvent) => letIn(app, event) } }) as App);
      },
      start: (...given: unknown[]) => inner.start(...given),
      stop: (...given: unknown[]) => inner.stop(...given),
    },
    drain: async () => {
      await Promise.allSettled(underWay);
    },
  };
}

async function admit(app: App, event: ReceiverEvent, connections: Connections, log: Log): Promise<void> {
  let isAnswered = false;
  const ack: ReceiverEvent['ack'] = async (response) => {
    if (isAnswered) return;
    isAnswered = true;
    await event.ack(response);
  };
  const request = describeRequest(event.body);
  const whose = installationOf(event.body);
  if (request === undefined || whose === undefined) {
    log.warn({ request: anyIdOf(event.body) }, 'A Slack request of no known shape was put aside.');
    return ack();
  }
  try {
    if (request.actor !== undefined && !(await isOfOurs(connections, whose, request.actor)))
      log.warn({ request: request.id }, 'A person of another workspace was put aside.');
    else await app.processEvent({ ...event, ack });
  } catch (error) {
    // The door answers 401 or 503; Slack sends events again later.
    if (error instanceof AuthorizationError) throw error;
    log.error({ request: request.id, reason: reasonOf(error) }, 'A Slack request could not be handled.');
  }
  await ack();
}

interface Request {
  id: string;
  actor?: Actor;
}

function describeRequest(body: unknown): Request | undefined {
  const command = CommandPayload.safeParse(body);
  if (command.success) return { id: command.data.trigger_id };
  const picked = z.union([ActionPayload, ShortcutPayload]).safeParse(body);
  if (picked.success) return { id: picked.data.trigger_id, actor: picked.data.user };
  const submission = SubmissionPayload.safeParse(body);
  if (submission.success) return { id: submission.data.view.id, actor: submission.data.user };
  const event = EventPayload.safeParse(body);
  return event.success ? { id: event.data.event_id } : undefined;
}

/** Whoever cannot be asked now leaves it open whose request it is, as where `authorize` fails. */
async function isOfOurs(connections: Connections, whose: Whose, actor: Actor): Promise<boolean> {
  try {
    return await isColleague(await connections.of(whose.teamId), actor);
  } catch (error) {
    throw new AuthorizationError(
      'It is not known whose request this is.',
      error instanceof Error ? error : new Error(String(error)),
    );
  }
}

function anyIdOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return 'none';
  const ids = ['event_id', 'trigger_id', 'type'].map(
    (key) => Object.entries(body).find(([name]) => name === key)?.[1] as unknown,
  );
  return ids.find((id) => typeof id === 'string' && id.length < 100)?.toString() ?? 'none';
}

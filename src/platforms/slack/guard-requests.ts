/**
 * The gate between Slack's door and Bolt: lets through what has a known shape and comes from our workspace, and sees that
 * every verified request is answered in time, whatever happens behind it.
 */
import { AuthorizationError, type App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Log } from '../../log.ts';
import type { Connection } from './connection.ts';
import { reasonOf } from './errors.ts';
import { ActionPayload, CommandPayload, EventPayload, SubmissionPayload } from './payloads.ts';

export interface Gate {
  receiver: Receiver;
  /** Resolves when everything that was let in is done. */
  drain: () => Promise<void>;
}

export function guardRequests(inner: Receiver, connection: Connection, log: Log): Gate {
  const underWay = new Set<Promise<void>>();

  async function letIn(app: App, event: ReceiverEvent): Promise<void> {
    const done = admit(app, event, connection, log);
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

async function admit(app: App, event: ReceiverEvent, connection: Connection, log: Log): Promise<void> {
  let isAnswered = false;
  const ack: ReceiverEvent['ack'] = async (response) => {
    if (isAnswered) return;
    isAnswered = true;
    await event.ack(response);
  };
  const request = describeRequest(event.body);
  if (request === undefined) {
    log.warn({ request: anyIdOf(event.body) }, 'A Slack request of no known shape was put aside.');
    return ack();
  }
  try {
    if (await isStranger(request.homeTeamId, connection))
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
  /** The person's own workspace, where Slack says it. */
  homeTeamId?: string | null | undefined;
}

function describeRequest(body: unknown): Request | undefined {
  const command = CommandPayload.safeParse(body);
  if (command.success) return { id: command.data.trigger_id };
  const action = ActionPayload.safeParse(body);
  if (action.success) return { id: action.data.trigger_id, homeTeamId: action.data.user.team_id };
  const submission = SubmissionPayload.safeParse(body);
  if (submission.success) return { id: submission.data.view.id, homeTeamId: submission.data.user.team_id };
  const event = EventPayload.safeParse(body);
  return event.success ? { id: event.data.event_id } : undefined;
}

/** In a channel shared with another organization, its people can press our buttons, too. */
async function isStranger(homeTeamId: string | null | undefined, connection: Connection): Promise<boolean> {
  if (homeTeamId === undefined || homeTeamId === null) return false;
  const identity = await connection.identify().catch((error: unknown) => {
    throw new AuthorizationError(
      'Slack cannot say whose token we hold.',
      error instanceof Error ? error : new Error(String(error)),
    );
  });
  return identity.teamId !== homeTeamId;
}

function anyIdOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return 'none';
  const ids = ['event_id', 'trigger_id', 'type'].map(
    (key) => Object.entries(body).find(([name]) => name === key)?.[1] as unknown,
  );
  return ids.find((id) => typeof id === 'string' && id.length < 100)?.toString() ?? 'none';
}

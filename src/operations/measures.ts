// What a process counts as it goes: requests in, messages out. A registry of its own, so that two processes in one test do
// not count together.
import { Counter, Histogram, Registry } from 'prom-client';
import type { NextFunction, Request, Response } from 'express';
import type { Receive } from '../chat/interaction.ts';
import type { PlatformName } from '../chat/platform.ts';
import { boundedLabel } from './labels.ts';

export interface Measures {
  registry: Registry;
  /** The same door, with a clock and a tally beside it. */
  measured(receive: Receive): Receive;
  /** Times the answer to each request of a platform, from its arrival to its last byte. */
  timeAcknowledgement(request: Request, response: Response, next: NextFunction): void;
  /** Somebody was turned away. */
  shed(platform: PlatformName, why: string): void;
  /** How many were turned away since the start. */
  shedCount(): number;
  message(
    about: { platform: PlatformName; kind: string },
    outcome: { status: string; reason?: string; lateMs?: number },
  ): void;
}

const QUICK = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];
const LATE = [1, 5, 15, 60, 300, 900, 3600, 14_400];
/** Slack gives up after three seconds and Teams after fifteen. */
const DOORS: readonly (readonly [path: string, platform: PlatformName])[] = [
  ['/slack/events', 'slack'],
  ['/api/messages', 'teams'],
];

export function createMeasures(): Measures {
  const registry = new Registry();
  const registers = [registry];
  const [kindOf, reasonOf] = [boundedLabel(), boundedLabel()];
  const requests = new Counter({
    ...{ name: 'throughline_requests_total', help: 'Requests of people, by what they asked and what they got' },
    ...{ labelNames: ['platform', 'kind', 'reply'], registers },
  });
  const answer = new Histogram({
    ...{ name: 'throughline_answer_seconds', help: 'From a verified request to what is answered' },
    ...{ labelNames: ['platform', 'kind'], buckets: QUICK, registers },
  });
  const window = new Histogram({
    ...{
      name: 'throughline_window_seconds',
      help: 'From a verified request to the form that it opens, before the platform draws it',
    },
    ...{ labelNames: ['platform'], buckets: QUICK, registers },
  });
  const acknowledge = new Histogram({
    ...{
      name: 'throughline_acknowledge_seconds',
      help: 'From the arrival of a platform’s request to the end of its HTTP answer',
    },
    ...{ labelNames: ['platform'], buckets: QUICK, registers },
  });
  const turnedAway = new Counter({
    ...{
      name: 'throughline_shed_total',
      help: 'Requests of people that were turned away, as there was no room for them',
    },
    ...{ labelNames: ['platform', 'why'], registers },
  });
  let shedCount = 0;
  const messages = new Counter({
    ...{ name: 'throughline_messages_total', help: 'Tries to send a message, by what came of them; dead ones once' },
    ...{ labelNames: ['platform', 'kind', 'outcome', 'reason'], registers },
  });
  const lateness = new Histogram({
    ...{
      name: 'throughline_lateness_seconds',
      help: 'How long after it could have gone a message was taken to be sent',
    },
    ...{ labelNames: ['platform'], buckets: LATE, registers },
  });

  return {
    registry,
    measured: (receive) => async (interaction) => {
      const labels = { platform: interaction.sender.platform, kind: interaction.kind };
      const stop = answer.startTimer(labels);
      const reply = await receive(interaction);
      const seconds = stop();
      requests.inc({ ...labels, reply: reply.kind });
      if (reply.kind === 'open') window.observe({ platform: labels.platform }, seconds);
      return reply;
    },
    timeAcknowledgement(request, response, next) {
      const [, platform] = DOORS.find(([path]) => request.path === path) ?? [];
      if (platform !== undefined) {
        const stop = acknowledge.startTimer({ platform });
        response.once('finish', () => void stop());
      }
      next();
    },
    shed(platform, why) {
      shedCount++;
      turnedAway.inc({ platform, why });
    },
    shedCount: () => shedCount,
    message({ platform, kind }, { status, reason = '', lateMs }) {
      const outcome = status.toLowerCase();
      messages.inc({ platform, kind: kindOf(kind), outcome, reason: reason === '' ? '' : reasonOf(reason) });
      if (outcome === 'sent' && lateMs !== undefined) lateness.observe({ platform }, lateMs / 1000);
    },
  };
}

// What goes wrong, by chance and by seed: one thing after another, until the run is over.
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault as SlackFault } from '../../src/playground/pocket-slack/faults.ts';
import type { FaultMode } from '../../src/playground/pocket-teams/faults.ts';
import type { Stage } from '../../src/playground/stage.ts';
import type { Cable } from './cable.ts';
import type { Chance } from './chance.ts';
import type { Crew } from './crew.ts';

export interface Scene {
  chance: Chance;
  crew: Crew;
  stage: Stage;
  /** Missing where there is no wire to cut: the embedded database lives in one process with its user. */
  cable?: Cable;
  /** Lets so much of the played time go by. */
  passTime(ms: number): Promise<void>;
  tell(what: string): void;
}

type Trouble = (scene: Scene, member: number) => Promise<void> | void;

const LEASES_MS = 90_000;
const MINUTE_MS = 60_000;

const killed: Trouble = async ({ crew, chance, tell, passTime }, member) => {
  tell(`kill -9 of process ${String(member)}`);
  await crew.kill(member);
  await pause(chance.between(0, 400));
  await crew.start(member);
  await passTime(LEASES_MS);
};

const upgraded: Trouble = async ({ crew, tell }, member) => {
  tell(`process ${String(member)} is replaced`);
  await crew.stop(member);
  await crew.start(member);
};

const hung: Trouble = async ({ crew, chance, tell, passTime }, member) => {
  tell(`process ${String(member)} hangs while its leases run out, and goes on`);
  crew.hang(member);
  await pause(chance.between(200, 1_500));
  await passTime(LEASES_MS);
  await pause(chance.between(200, 1_500));
  crew.goOn(member);
};

const databaseAway: Trouble = async ({ crew, cable, chance, tell }) => {
  if (!cable) return;
  tell('the database goes away, and comes back');
  cable.cut();
  await pause(chance.between(300, 3_000));
  cable.mend();
  // A process that was just starting has given up; its supervisor starts it again.
  for (let index = 0; index < crew.size; index += 1) await crew.start(index);
};

const wrongClock: Trouble = ({ crew, chance, tell }, member) => {
  const minutes = chance.between(-45, 45);
  tell(`the clock of process ${String(member)} is wrong by ${String(minutes)} minutes`);
  crew.setWrong(member, minutes * MINUTE_MS);
};

const slackFails: Trouble = ({ stage, chance, tell }) => {
  const modes: ((times: number) => SlackFault)[] = [
    (times) => ({ method: 'chat.postMessage', mode: 'http500', times }),
    (times) => ({ method: 'chat.postMessage', mode: 'lost-response', times }),
    (times) => ({ method: 'chat.postMessage', mode: 'slow', ms: chance.between(100, 3_000), times }),
    (times) => ({ method: 'chat.postMessage', mode: 'ratelimited', retryAfter: chance.between(1, 30), times }),
    (times) => ({ method: 'chat.postMessage', mode: 'error', error: 'internal_error', times }),
    (times) => ({ method: 'chat.postMessage', mode: 'error', error: 'channel_not_found', times: Math.min(times, 3) }),
  ];
  const fault = chance.pick(modes)(chance.between(1, 15));
  tell(`Slack: ${fault.mode}, ${String(fault.times)} times`);
  stage.slack.fail(fault);
};

const teamsFails: Trouble = ({ stage, chance, tell }) => {
  const mode = chance.pick<FaultMode>([
    'lost-response',
    { slowMs: chance.between(100, 3_000) },
    { status: 500 },
    { status: 502 },
    { status: 412, code: 'PreconditionFailed' },
    { status: 429, retryAfterSeconds: chance.between(1, 30) },
    { status: 403, code: 'ConversationBlockedByUser' },
  ]);
  const isFinal = typeof mode === 'object' && 'status' in mode && mode.status === 403;
  const times = chance.between(1, isFinal ? 3 : 15);
  const match = chance.pick(['send', 'create'] as const);
  tell(`Teams: ${JSON.stringify(mode)} to ${match}, ${String(times)} times`);
  stage.teams.fail({ match, mode, times });
};

const ALL: readonly Trouble[] = [
  ...[killed, killed, upgraded, hung, databaseAway, wrongClock],
  ...[slackFails, slackFails, slackFails, teamsFails, teamsFails, teamsFails],
];

/** One trouble after another while `goesOn`; the same seed makes the same troubles in the same order. */
export async function makeTrouble(scene: Scene, goesOn: () => boolean): Promise<number> {
  let count = 0;
  while (goesOn()) {
    const trouble = scene.chance.pick(ALL);
    await trouble(scene, scene.chance.between(0, scene.crew.size - 1));
    count += 1;
    await pause(scene.chance.between(50, 600));
  }
  return count;
}

// What goes wrong, by chance and by seed: one thing after another, until the run is over.
import type { Fault as SlackFault } from '../../src/playground/pocket-slack/faults.ts';
import type { FaultMode } from '../../src/playground/pocket-teams/faults.ts';
import type { Stage } from '../../src/playground/stage.ts';
import type { Cable } from './cable.ts';
import type { Chance } from './chance.ts';
import type { Cluster } from './cluster.ts';
import type { Crew } from './crew.ts';

export interface Scene {
  chance: Chance;
  crew: Crew;
  stage: Pick<Stage, 'slack' | 'teams'>;
  /** Missing where there is no wire to cut: the embedded database lives in one process with its user. */
  cable?: Pick<Cable, 'cut' | 'mend'>;
  /** Missing where the database is somebody else's. */
  cluster?: Pick<Cluster, 'start' | 'stop'>;
  /** Lets so much of the real time go by. */
  pause(ms: number): Promise<unknown>;
  /** Lets so much of the played time go by. */
  passTime(ms: number): Promise<void>;
  /** Until some more prompts have an end, so that a long run meets as much trouble as a short one and still gets on. */
  letSomeEnd(): Promise<void>;
  tell(what: string): void;
}

type Trouble = (scene: Scene, member: number) => Promise<void> | void;

const LEASES_MS = 90_000;
const MINUTE_MS = 60_000;

const killed: Trouble = async ({ crew, chance, tell, pause, passTime }, member) => {
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

const hung: Trouble = async ({ crew, chance, tell, pause, passTime }, member) => {
  tell(`process ${String(member)} hangs while its leases run out, and goes on`);
  crew.hang(member);
  await pause(chance.between(200, 1_500));
  await passTime(LEASES_MS);
  await pause(chance.between(200, 1_500));
  crew.goOn(member);
};

const databaseAway: Trouble = async (scene) => {
  const { cable, chance, tell, pause } = scene;
  tell('the way to the database is cut, and mended');
  cable?.cut();
  await pause(chance.between(300, 3_000));
  cable?.mend();
  await startThoseThatGaveUp(scene);
};

const databaseRestarts: Trouble = async (scene) => {
  const { cluster, chance, tell, pause } = scene;
  const how = chance.pick(['immediate', 'fast'] as const);
  tell(how === 'immediate' ? 'the database crashes, and recovers' : 'the database is restarted');
  await cluster?.stop(how);
  await pause(chance.between(0, 3_000));
  await cluster?.start();
  await startThoseThatGaveUp(scene);
};

/** A process that was just starting ends where it finds no database; its supervisor starts it again. */
async function startThoseThatGaveUp({ crew }: Scene): Promise<void> {
  for (let index = 0; index < crew.size; index += 1) await crew.start(index);
}

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
  tell(`Slack: ${fault.mode === 'error' ? fault.error : fault.mode}, ${String(fault.times)} times`);
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

const ANYWHERE: readonly Trouble[] = [
  ...[killed, killed, upgraded, wrongClock],
  ...[slackFails, slackFails, slackFails, teamsFails, teamsFails, teamsFails],
];
/** One process alone has nobody who takes over while it hangs, and its database is in it. */
const AMONG_SEVERAL: readonly Trouble[] = [...ANYWHERE, hung, databaseAway];
const WITH_A_CLUSTER: readonly Trouble[] = [...AMONG_SEVERAL, databaseRestarts];

/** One trouble after another while `goesOn`; on the same ground the same seed makes the same troubles in the same order. */
export async function makeTrouble(scene: Scene, goesOn: () => boolean): Promise<number> {
  const troubles = scene.cluster ? WITH_A_CLUSTER : scene.cable ? AMONG_SEVERAL : ANYWHERE;
  let count = 0;
  while (goesOn()) {
    const trouble = scene.chance.pick(troubles);
    await trouble(scene, scene.chance.between(0, scene.crew.size - 1));
    count += 1;
    await scene.pause(scene.chance.between(50, 600));
    await scene.letSomeEnd();
  }
  return count;
}

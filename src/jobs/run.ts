// One pass over the ledger: what is claimed waits here for a free call, while earlier calls are under way.
import { asSystem } from '../db/scope.ts';
import { claim, markCalling, type Claimed } from './claim.ts';
import { deliver, type DeliveringDeps, type Wire } from './deliver.ts';
import { codeOf, placeOf } from './failure.ts';
import { gather } from './group.ts';
import { renewLeases } from './lease.ts';
import type { Outcome } from './outcome.ts';
import { laneName, workspaceName, type Pace } from './pace.ts';
import type { Pulse } from './pulse.ts';
import { recordOutcomes, withPatience } from './record.ts';
import { renewTurns } from './turns.ts';

export interface RunDeps extends DeliveringDeps {
  pace: Pace;
  /** Messages under way at once, from the mark to the record; 200 if it is not said. */
  atOnce?: number;
  /** Hears what became of each call, once it is recorded, except of what died: that is told to `onRefused`. */
  observe?: (message: Claimed, outcome: Outcome) => void;
  pulse?: Pulse;
  /** How often it says that it lives, while it has something in hand. */
  beatMs?: number;
}

const RECORDED_AT_ONCE = 100;
/** Looking for what may go costs the same for one as for many. What is claimed and not yet called still waits for anybody. */
const CLAIMED_AT_ONCE = 400;
/** At first; a process may double what it has with each claim, so that those that start together share what there is. */
const NEW_TURNS_AT_ONCE = 8;
/** Three of them may be late before a turn is lost. */
const BEAT_MS = 3_000;
/** A call that hangs must not keep what was written meanwhile waiting. */
const LOOK_AGAIN_MS = 500;

export class Run {
  readonly count = { sent: 0, handled: 0 };
  readonly #deps: RunDeps;
  readonly #wire: Wire;
  readonly #atOnce: number;
  readonly #queue: Claimed[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #busy = new Map<string, number>();
  readonly #lanes = new Map<string, string>();
  /** With no more than so many in hand, more are claimed. */
  #lowWater = 0;
  #wake: () => void = () => undefined;
  readonly #heart: NodeJS.Timeout;

  constructor(deps: RunDeps) {
    this.#deps = deps;
    this.#atOnce = deps.atOnce ?? 200;
    this.#wire = {
      mark: gather(
        (found) => withPatience((again) => markCalling(deps.db, deps.processId, found, again)),
        (ready) => deps.pace.together(ready),
      ),
      record: gather(
        (finished) => recordOutcomes(deps.db, deps.processId, finished),
        () => RECORDED_AT_ONCE,
      ),
    };
    this.#heart = setInterval(() => void this.#beat(), deps.beatMs ?? BEAT_MS).unref();
  }

  /** Until nothing more may go now, or we are stopped. */
  async workThrough(): Promise<void> {
    let lookAgain = true;
    while (this.#deps.signal?.aborted !== true) {
      if (lookAgain || this.#inHand() <= this.#lowWater) {
        // What ends while we look may have made way for the next of its lane.
        const wasIdle = this.#inHand() === 0;
        const found = await this.#claimMore();
        if (found === 0 && wasIdle) return;
      }
      this.#startWhatMay();
      lookAgain = this.#inHand() > this.#lowWater && (await this.#pause()) === 'long';
    }
  }

  /** After it nothing is under way any more. */
  async letEnd(): Promise<void> {
    await Promise.all(this.#underWay);
    clearInterval(this.#heart);
  }

  /** Says that we live. A database that cannot be reached is no reason to fail: who lost a turn marks nothing. */
  async #beat(): Promise<void> {
    const { db, processId } = this.#deps;
    const workspaces = [...new Set(this.#lanes.values())];
    if (workspaces.length === 0) return;
    await asSystem(db, async (tx) => {
      await renewTurns(tx, processId, workspaces);
      await renewLeases(tx, processId);
    }).catch(() => undefined);
  }

  async #claimMore(): Promise<number> {
    const { db, processId, pace } = this.#deps;
    const found = await claim(db, {
      processId,
      atMost: CLAIMED_AT_ONCE,
      allowed: await pace.allow(),
      busyLanes: [...this.#lanes.keys()],
      newTurns: Math.max(new Set(this.#lanes.values()).size, NEW_TURNS_AT_ONCE),
    });
    for (const message of found) {
      pace.take(message);
      this.#lanes.set(laneName(message), workspaceName(message));
    }
    this.#queue.push(...found);
    // Where all was claimed that may go, the next is a lane that comes free: not worth a look for each.
    this.#lowWater = found.length === CLAIMED_AT_ONCE ? this.#atOnce : Math.floor(this.#inHand() / 2);
    return found.length;
  }

  /** A workspace that answers slowly may hold half of the calls and not all. */
  #startWhatMay(): void {
    if (this.#deps.signal?.aborted === true) return;
    const most = Math.ceil(this.#atOnce / 2);
    let index = 0;
    while (this.#underWay.size < this.#atOnce) {
      const message = this.#queue[index];
      if (!message) return;
      if ((this.#busy.get(workspaceName(message)) ?? 0) >= most) index++;
      else {
        this.#queue.splice(index, 1);
        this.#start(message);
      }
    }
  }

  #start(message: Claimed): void {
    const { log } = this.#deps;
    const workspace = workspaceName(message);
    this.#busy.set(workspace, (this.#busy.get(workspace) ?? 0) + 1);
    let counts = true;
    const ended = (): void => {
      if (counts) this.#deps.pace.end(message);
      counts = false;
    };
    const work = deliver(this.#deps, this.#wireOf(message, ended), message)
      .then((result) => {
        this.#deps.pulse?.beat();
        if (result !== 'let go') this.count.handled++;
        if (result !== 'sent') return;
        this.count.sent++;
        log.info({ delivery: message.id, tenant: message.tenantId, kind: message.kind }, 'a message went out');
      })
      .catch((error: unknown) => {
        const line = { delivery: message.id, tenant: message.tenantId, code: codeOf(error), at: placeOf(error) };
        log.error(line, 'what became of a message could not be recorded; its lease will run out');
      })
      .finally(() => {
        ended();
        this.#underWay.delete(work);
        this.#lanes.delete(laneName(message));
        this.#busy.set(workspace, (this.#busy.get(workspace) ?? 1) - 1);
        this.#startWhatMay();
        this.#wake();
      });
    this.#underWay.add(work);
  }

  /** A call is over when its answer is there: a rate need not wait until that is written down. */
  #wireOf(message: Claimed, ended: () => void): Wire {
    return {
      ...this.#wire,
      record: async (finished) => {
        ended();
        const isRecorded = await this.#wire.record(finished);
        if (isRecorded) this.#deps.observe?.(message, finished.outcome);
        return isRecorded;
      },
    };
  }

  #inHand(): number {
    return this.#queue.length + this.#underWay.size;
  }

  /** Until a call has ended, but not for long. */
  #pause(): Promise<'ended' | 'long'> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('long'), LOOK_AGAIN_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve('ended');
      };
    });
  }
}

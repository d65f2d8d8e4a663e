// Sends what the ledger holds: claim, check, mark, call, record. Claims, marks and records are written many at a time,
// while calls go out at once.
import type { Clock } from '../clock.ts';
import { asSystem } from '../db/scope.ts';
import { codeOf } from './failure.ts';
import { comesLater, mayGo, places, workspaceIsFree } from './line.ts';
import { Run, type RunDeps } from './run.ts';
import { isUnsettled, settle, settleUnknown, type Late } from './settle.ts';
import { giveBackTurns } from './turns.ts';

export interface SendingDeps extends RunDeps {
  clock: Clock;
}

export interface SendingResult {
  sent: number;
  /** Messages that were called, refused or settled, whatever came of them: a drain goes on while there are any. */
  handled: number;
  /** Something is still to be sent, later. */
  waiting: boolean;
  /** When it is worth calling again. */
  nextAt?: Date;
}

/** Sends all that may go now, and says when more may. One call at a time in a process; any number of processes. */
export async function sendDue(deps: SendingDeps): Promise<SendingResult> {
  const unknown = await settle(deps);
  const settling = settleAll(deps, unknown);
  const run = new Run(deps);
  try {
    await run.workThrough();
  } finally {
    await run.letEnd();
    await settling;
  }
  return { sent: run.count.sent, handled: run.count.handled + (await settling), ...(await findNext(deps)) };
}

/** One after the other, because looking for a message is what platforms allow least. */
async function settleAll(deps: SendingDeps, unknown: Late[]): Promise<number> {
  let settled = 0;
  for (const message of unknown) {
    if (deps.signal?.aborted === true) break;
    settled++;
    await settleUnknown(deps, message).catch((error: unknown) => {
      deps.log.error(
        { delivery: message.id, code: codeOf(error) },
        'a message could not be settled and is looked at again',
      );
    });
  }
  return settled;
}

/**
 * The earliest instant, on this process's clock, at which something that waits could go: what may go now, when the turn of
 * another process or the quiet of its workspace is over; what comes later; a lease that runs out; a call to be settled.
 */
async function findNext({ db, clock, pace, processId }: SendingDeps): Promise<{ waiting: boolean; nextAt?: Date }> {
  const rows = await asSystem(db, async (tx) => {
    await giveBackTurns(tx, processId, pace.restMs);
    return tx.$queryRaw<{ inMs: number | null }[]>`
      with recursive ${places}, next as (
        select p.platform, p.team_id, case when t.process_id <> ${processId} then t.until end as at
        from place p left join workspace_turn t on t.platform = p.platform and t.team_id = p.team_id
          left join workspace quiet on quiet.platform = p.platform and quiet.team_id = p.team_id
            and quiet.blocked_until > (select throughline_now())
          left join lateral (
            select d.id from delivery d where d.platform = p.platform and d.team_id = p.team_id and ${mayGo}
            order by d.platform, d.team_id, d.priority, d.id limit 1) head on quiet.id is null
        where head.id is not null or quiet.id is not null
        union all
        (select d.platform, d.team_id, d.not_before from delivery d where ${comesLater} and ${workspaceIsFree}
          order by d.not_before limit 1)
        union all
        select d.platform, d.team_id, d.lease_until from delivery d where d.status = 'SENDING'
        union all
        select d.platform, d.team_id, d.not_before from delivery d where ${isUnsettled}
      )
      select (extract(epoch from min(greatest(at, w.blocked_until, (select throughline_now()))) - (select throughline_now())) * 1000)::float8 as "inMs"
      from next left join workspace w on w.platform = next.platform and w.team_id = next.team_id
      where w.removed_at is null`;
  });
  const inMs = rows[0]?.inMs ?? undefined;
  if (inMs === undefined) return { waiting: false };
  // What could go by now is held back by the pace, or was locked for a moment.
  const delayMs = inMs > 0 ? inMs : (pace.waitMs() ?? SHORTLY_MS);
  return { waiting: true, nextAt: new Date(clock.now().getTime() + delayMs) };
}

const SHORTLY_MS = 250;

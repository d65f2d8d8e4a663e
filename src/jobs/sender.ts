// Sends what the ledger holds: claim, check, mark, call, record. Claims, marks and records are written many at a time,
// while calls go out at once.
import type { Clock } from '../clock.ts';
import { asSystem } from '../db/scope.ts';
import { laneHeads, originalIsOut } from './claim.ts';
import { codeOf } from './failure.ts';
import { CANNOT_TELL } from './outcome.ts';
import { Run, type RunDeps } from './run.ts';
import { settle, settleUnknown, type Late } from './settle.ts';

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

/** The earliest instant, on this process's clock, at which something that waits could go. */
async function findNext({ db, clock, pace }: SendingDeps): Promise<{ waiting: boolean; nextAt?: Date }> {
  const rows = await asSystem(
    db,
    (tx) => tx.$queryRaw<{ inMs: number | null }[]>`
      with heads as (${laneHeads}), next as (
        select platform, team_id, case status when 'SENDING' then lease_until else not_before end as at from heads
        union all
        select platform, team_id, not_before from delivery d
        where (status = 'PENDING' and not_before > (select throughline_now()) and (expires_at is null or expires_at > not_before)
            and ${originalIsOut})
          or (status = 'UNKNOWN' and reason is distinct from ${CANNOT_TELL})
      )
      select (extract(epoch from min(greatest(at, w.blocked_until)) - (select throughline_now())) * 1000)::float8 as "inMs"
      from next left join workspace w on w.platform = next.platform and w.team_id = next.team_id
      where w.removed_at is null`,
  );
  const inMs = rows[0]?.inMs ?? undefined;
  if (inMs === undefined) return { waiting: false };
  // What could go by now is held back by the pace, or was locked for a moment.
  const delayMs = inMs > 0 ? inMs : (pace.waitMs() ?? SHORTLY_MS);
  return { waiting: true, nextAt: new Date(clock.now().getTime() + delayMs) };
}

const SHORTLY_MS = 250;

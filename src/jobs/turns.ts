// A workspace is sent to by one process at a time. So the pace that a process counts in its memory is exact for all of them,
// without a write for each message, and without a leader. A turn is taken by a claim and lasts a few seconds from there; a
// process that dies or hangs loses it by itself.
import type { Db, Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { asSystem } from '../db/scope.ts';

export const TURN_MS = 10_000;
/** A turn that lasts longer than this is not worth a write. */
export const FRESH_MS = 7_000;

/** Whether the workspace of `d` may be sent to by this process, and by no other. */
export function turnIsOurs(processId: string): Prisma.Sql {
  return Prisma.sql`exists (select 1 from workspace_turn t where t.platform = d.platform and t.team_id = d.team_id
    and t.process_id = ${processId} and t.until > (select throughline_now()))`;
}

/** For the workspaces of which something is in hand; a turn that was lost stays lost. */
export async function renewTurns(tx: Tx, processId: string, workspaces: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    update workspace_turn set until = throughline_now() + ${TURN_MS} * interval '1 millisecond'
    where process_id = ${processId} and until > (select throughline_now())
      and lower(platform::text) || ' ' || team_id = any(${[...workspaces]}::text[])`;
}

/** Others may take the turns when the workspaces have rested: by then nothing of ours counts against a rate any more. */
export async function giveBackTurns(tx: Tx, processId: string, restMs: number): Promise<void> {
  const rested = Prisma.sql`(throughline_now() + ${restMs} * interval '1 millisecond')`;
  await tx.$executeRaw`
    update workspace_turn set until = ${rested} where process_id = ${processId} and until > ${rested}`;
}

/** Ends the turns of all others, where it is known that no other process lives. */
export async function takeOverTurns(db: Db, processId: string): Promise<void> {
  await asSystem(db, (tx) => tx.$executeRaw`delete from workspace_turn where process_id <> ${processId}`);
}

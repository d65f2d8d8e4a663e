// A ledger of any length, written by the database itself.
import type { PlatformName } from '../src/chat/platform.ts';
import { asSystem, inTenant } from '../src/db/scope.ts';
import type { OpenDatabase } from '../src/db/open.ts';

export interface FilledLedger {
  tenantId: string;
  add(status: 'PENDING' | 'SENT', count: number): Promise<void>;
}

/**
 * A tenant with so many workspaces `T0`, `T1`, ... among which the messages are spread, each to a person of its own. What was
 * sent was sent in the last two hundred days, and has its id from then.
 */
export async function fillLedger(
  { db, pool }: Pick<OpenDatabase, 'db' | 'pool'>,
  workspaces: number,
  platform: PlatformName = 'slack',
): Promise<FilledLedger> {
  const storedName = platform === 'slack' ? 'SLACK' : 'TEAMS';
  const { id: tenantId } = await asSystem(db, (tx) => tx.tenant.create({ data: { name: 'Filled' } }));
  await inTenant(db, tenantId, (tx) =>
    tx.workspace.createMany({
      data: Array.from({ length: workspaces }, (_, n) => ({ tenantId, platform: storedName, teamId: `T${String(n)}` })),
    }),
  );
  let written = 0;
  return {
    tenantId,
    async add(status, count) {
      // In parts, so that one statement does not fill the disk with what it may have to undo.
      for (let first = written; first < written + count; first += 250_000)
        await pool.query(
          `insert into delivery (id, tenant_id, key, kind, card, platform, team_id, address, lane, status, about,
             not_before, expires_at, attempts, message_id, sent_at, created_at, updated_at)
           select (lpad(to_hex(extract(epoch from written)::bigint * 1000), 12, '0') || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid, $1::uuid, 'bench:' || n, 'check-in.prompt',
             '{"id":"check-in:prompt","summary":"How did the week go?","parts":[]}', $6::"PlatformName", 'T' || n % $2::int,
             jsonb_build_object('teamId', 'T' || n % $2::int, 'userId', 'U' || n), 'U' || n, $3::"DeliveryStatus", n::text,
             written, written + interval '1 day', 0, case $3 when 'SENT' then 'm' || n end,
             case $3 when 'SENT' then written end, written, written
           from generate_series($4::int, $5::int) n, lateral (select now() - interval '1 minute' - case $3 when 'SENT'
             then interval '200 days' * (1 - n / 20000000.0) else interval '0' end as written) as time`,
          [tenantId, workspaces, status, first, Math.min(first + 250_000, written + count) - 1, storedName],
        );
      written += count;
    },
  };
}

-- Contracts: system work keeps the rights that it uses and no others. No version ever used one of these, so one that runs goes on.

-- The queue and the ledger are written in the transaction of what caused them, which is one tenant's: system work adds no row,
-- and changes neither what a message says nor whose it is.
REVOKE INSERT, UPDATE ON due_work FROM throughline_system;
GRANT UPDATE (attempts, last_error, due_at) ON due_work TO throughline_system;
REVOKE INSERT, UPDATE ON delivery FROM throughline_system;
GRANT UPDATE (status, attempts, lease_by, lease_until, not_before, address, message_id, sent_at, reason, reason_text, updated_at)
  ON delivery TO throughline_system;

-- What was answered to whom is kept for a request that comes again, and is nothing for the one that forgets it.
REVOKE SELECT ON inbound_event FROM throughline_system;
GRANT SELECT (id, tenant_id, received_at) ON inbound_event TO throughline_system;

-- A workspace falls silent and wakes, and a code is spent; whose they are stays.
REVOKE UPDATE ON workspace FROM throughline_system;
GRANT UPDATE (blocked_until, removed_at) ON workspace TO throughline_system;
REVOKE UPDATE ON join_code FROM throughline_system;
GRANT UPDATE (used_at, used_by) ON join_code TO throughline_system;

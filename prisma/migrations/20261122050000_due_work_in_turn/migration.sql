-- Tenants take turns at due work: the next one with something due is found without a look at all that waits of the others.
CREATE INDEX due_work_in_turn ON due_work (tenant_id, due_at);

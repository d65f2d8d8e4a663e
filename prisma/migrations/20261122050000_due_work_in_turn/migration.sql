-- Tenants take turns at due work: the next one with something due, and its oldest pieces, are found without a look at all that
-- waits. With the id, because thousands of pieces fall due at the same instant.
CREATE INDEX due_work_in_turn ON due_work (tenant_id, due_at, id);

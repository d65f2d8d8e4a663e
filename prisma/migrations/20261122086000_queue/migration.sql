-- Under row-level security the planner may not use what it knows of the values of an enum: it takes each state for as frequent as
-- any other, and where nearly all is sent it believed that all the rest was on its way, and read the whole history for it. With
-- many states in its mind it believes that few are in any one, which is true of all but those that nobody looks for by state.
ALTER TABLE delivery ALTER COLUMN status SET (n_distinct = 1000);
ANALYZE delivery;

-- By message: what changes it, and what stands in its thread.
CREATE INDEX delivery_changes ON delivery (updates) WHERE updates IS NOT NULL;
CREATE INDEX delivery_under ON delivery (under) WHERE under IS NOT NULL;
-- By reader: what waits, or found nobody.
CREATE INDEX delivery_for_person ON delivery (tenant_id, person_id) WHERE status IN ('PENDING', 'FAILED', 'DEAD');
-- A Home makes way for the next one.
CREATE INDEX delivery_home ON delivery (tenant_id, lane) WHERE surface = 'home';
-- What will not arrive, for the numbers.
CREATE INDEX delivery_lost ON delivery (id)
  WHERE surface = 'message' AND (status = 'DEAD' OR (status = 'UNKNOWN' AND reason = 'cannot-tell'));

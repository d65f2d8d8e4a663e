-- CreateTable
CREATE TABLE "workspace_turn" (
    "platform" "PlatformName" NOT NULL,
    "team_id" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workspace_turn_pkey" PRIMARY KEY ("platform","team_id")
);

-- It belongs to no tenant: the application's role cannot see it at all.
ALTER TABLE workspace_turn ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace_turn FORCE ROW LEVEL SECURITY;
SELECT throughline_open_to_system('workspace_turn', 'SELECT, INSERT, UPDATE, DELETE');

-- What waits, in the order in which it goes out of a workspace, and of a lane: a claim reads the front of each and no more.
CREATE INDEX delivery_line ON delivery (platform, team_id, priority, id, not_before) WHERE status IN ('PENDING', 'FAILED');
CREATE INDEX delivery_lane ON delivery (platform, team_id, lane, priority, id) WHERE status IN ('PENDING', 'FAILED');
CREATE INDEX delivery_under_way ON delivery (platform, team_id, lane) WHERE status = 'SENDING';
-- What waits for an instant, for its end, for its original, or to be settled.
CREATE INDEX delivery_later ON delivery (not_before) WHERE status IN ('PENDING', 'FAILED');
CREATE INDEX delivery_expiring ON delivery (expires_at) WHERE status IN ('PENDING', 'FAILED') AND expires_at IS NOT NULL;
CREATE INDEX delivery_following ON delivery (id) WHERE status IN ('PENDING', 'FAILED') AND (updates IS NOT NULL OR under IS NOT NULL);
CREATE INDEX delivery_unsettled ON delivery (not_before) WHERE status = 'UNKNOWN' AND reason IS DISTINCT FROM 'cannot-tell';
DROP INDEX delivery_waiting;

-- The front of these indexes is where messages leave: they must not wait for a fifth of a long history to change.
ALTER TABLE delivery SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);

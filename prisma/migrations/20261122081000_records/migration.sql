-- CreateTable
CREATE TABLE "legal_hold" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID,
    "school_id" UUID,
    "from_on" DATE,
    "to_on" DATE,
    "matter" TEXT NOT NULL,
    "placed_by_id" UUID,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_by_id" UUID,
    "lifted_at" TIMESTAMPTZ(3),
    "lift_reason" TEXT,

    CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_schedule" (
    "tenant_id" UUID NOT NULL,
    "record_class" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "unit" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "record_schedule_pkey" PRIMARY KEY ("tenant_id","record_class")
);

-- CreateTable
CREATE TABLE "purged_record" (
    "tenant_id" UUID NOT NULL,
    "subject" UUID NOT NULL,
    "record_class" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "first_on" DATE NOT NULL,
    "last_on" DATE NOT NULL,
    "purged_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "purged_record_pkey" PRIMARY KEY ("tenant_id","subject","record_class")
);

-- CreateTable
CREATE TABLE "purge_run" (
    "tenant_id" UUID NOT NULL,
    "finished_on" DATE NOT NULL,

    CONSTRAINT "purge_run_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateIndex
CREATE INDEX "legal_hold_tenant_id_lifted_at_idx" ON "legal_hold"("tenant_id", "lifted_at");

SELECT throughline_protect(t) FROM unnest(ARRAY['legal_hold', 'record_schedule', 'purged_record', 'purge_run']) AS t;
-- A hold is lifted, with a reason, and never taken out.
REVOKE DELETE ON legal_hold FROM throughline_app;
-- Whatever forgets across tenants asks for holds and for the schedule as well.
SELECT throughline_open_to_system('legal_hold', 'SELECT');
SELECT throughline_open_to_system('record_schedule', 'SELECT');

-- The one meaning of a hold. Where a row does not tell whom, which school or which days it is about, it counts as held.
CREATE FUNCTION throughline_held(of_tenant uuid, people uuid[], schools uuid[], first_on date, last_on date) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM legal_hold h
    WHERE h.tenant_id = of_tenant AND h.lifted_at IS NULL
      AND (h.person_id IS NULL OR coalesce(h.person_id = ANY (people), true))
      AND (h.school_id IS NULL OR coalesce(h.school_id = ANY (schools), true))
      AND (h.from_on IS NULL OR coalesce(last_on >= h.from_on, true))
      AND (h.to_on IS NULL OR coalesce(first_on <= h.to_on, true)))
$$;

-- Whatever deletes by a schedule calls the first before it looks for holds, whoever places a hold the second before it writes
-- one: so a hold that was answered is seen by every deletion that begins later, and waits for those under way.
CREATE FUNCTION throughline_before_deleting(of_tenant uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock_shared(hashtextextended('records ' || of_tenant, 0))
$$;
CREATE FUNCTION throughline_before_holding(of_tenant uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('records ' || of_tenant, 0))
$$;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "unasked" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "visit" ADD COLUMN     "moved_to" DATE;

-- CreateTable
CREATE TABLE "program_schedule" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "scope_id" UUID NOT NULL,
    "times" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "program_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "send_time" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "weekday" INTEGER NOT NULL,
    "time" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "send_time_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "closure" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "district_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "type" TEXT NOT NULL,
    "earlier_type" TEXT,
    "earlier_label" TEXT,
    "called_by_id" UUID,
    "called_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "closure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "zone_data" (
    "tenant_id" UUID NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "zone_data_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "program_schedule_tenant_id_scope_id_key" ON "program_schedule"("tenant_id", "scope_id");

-- CreateIndex
CREATE UNIQUE INDEX "send_time_tenant_id_person_id_key" ON "send_time"("tenant_id", "person_id");

-- CreateIndex
CREATE INDEX "closure_tenant_id_day_idx" ON "closure"("tenant_id", "day");

SELECT throughline_protect(t) FROM unnest(ARRAY['program_schedule', 'send_time', 'closure', 'zone_data']) AS t;

-- How much came unasked to one person in a week is counted before each reminder, however long the ledger is.
CREATE INDEX delivery_unasked ON delivery (tenant_id, person_id, not_before) WHERE unasked;

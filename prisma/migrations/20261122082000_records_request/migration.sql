-- CreateEnum
CREATE TYPE "RecordsRequestStatus" AS ENUM ('OPENED', 'COLLECTING', 'SUBMITTED', 'APPROVED', 'EXPORTED', 'CLOSED', 'REFUSED', 'WITHDRAWN');

-- CreateTable
CREATE TABLE "records_request" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "person_id" UUID,
    "school_id" UUID,
    "from_on" DATE NOT NULL,
    "to_on" DATE NOT NULL,
    "reference" TEXT NOT NULL,
    "status" "RecordsRequestStatus" NOT NULL DEFAULT 'OPENED',
    "opened_by_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "untold_why" TEXT,
    "hold_id" UUID,
    "scope_approved_by_id" UUID,
    "scope_approved_at" TIMESTAMPTZ(3),
    "submitted_by_id" UUID,
    "submitted_at" TIMESTAMPTZ(3),
    "content_hash" TEXT,
    "export_approved_by_id" UUID,
    "export_approved_at" TIMESTAMPTZ(3),
    "exported_by_id" UUID,
    "exported_at" TIMESTAMPTZ(3),
    "ended_by_id" UUID,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "records_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "records_redaction" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "item" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "length" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "taken_out" BOOLEAN NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "records_redaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "records_key" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "request_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "records_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "records_request_tenant_id_number_key" ON "records_request"("tenant_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "records_redaction_request_id_item_start_length_key" ON "records_redaction"("request_id", "item", "start", "length");

-- CreateIndex
CREATE UNIQUE INDEX "records_key_hash_key" ON "records_key"("hash");

-- CreateIndex
CREATE INDEX "records_key_tenant_id_idx" ON "records_key"("tenant_id");

-- AddForeignKey
ALTER TABLE "records_redaction" ADD CONSTRAINT "records_redaction_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "records_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

SELECT throughline_protect(t) FROM unnest(ARRAY['records_request', 'records_redaction', 'records_key']) AS t;
-- A request is ended, and never taken out; what was decided about a text is decided anew, and never forgotten.
REVOKE DELETE ON records_request, records_redaction FROM throughline_app;

-- Two keys are two people's, whatever the code above says, and without both there is nothing to read or to export.
ALTER TABLE records_request
  ADD CONSTRAINT scope_has_two_keys CHECK (scope_approved_by_id <> opened_by_id),
  ADD CONSTRAINT export_has_two_keys CHECK (export_approved_by_id <> submitted_by_id),
  ADD CONSTRAINT read_after_two_keys CHECK (status IN ('OPENED', 'REFUSED', 'WITHDRAWN') OR scope_approved_by_id IS NOT NULL),
  ADD CONSTRAINT exported_after_two_keys CHECK (
    status NOT IN ('APPROVED', 'EXPORTED', 'CLOSED')
    OR (submitted_by_id IS NOT NULL AND export_approved_by_id IS NOT NULL AND content_hash IS NOT NULL)),
  ADD CONSTRAINT about_one CHECK ((person_id IS NULL) <> (school_id IS NULL));

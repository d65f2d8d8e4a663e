-- CreateEnum
CREATE TYPE "ShareState" AS ENUM ('WAITING', 'RELEASED', 'DECLINED', 'CHANGED', 'WITHDRAWN');

-- CreateTable
CREATE TABLE "share_grant" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "item_id" UUID NOT NULL,
    "part" TEXT NOT NULL DEFAULT '',
    "words" TEXT NOT NULL,
    "words_hash" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "needs_both" BOOLEAN NOT NULL,
    "state" "ShareState" NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "agreed_at" TIMESTAMPTZ(3),
    "agreed_by_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "was_out" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "share_grant_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "share_grant_tenant_id_owner_id_idx" ON "share_grant"("tenant_id", "owner_id");

-- CreateIndex
CREATE INDEX "share_grant_tenant_id_assignment_id_idx" ON "share_grant"("tenant_id", "assignment_id");

SELECT throughline_protect('share_grant');

-- The same item goes to the same audience once at a time, whoever presses twice.
CREATE UNIQUE INDEX share_grant_standing ON share_grant (tenant_id, kind, item_id, part, audience) WHERE state IN ('WAITING', 'RELEASED');
-- In which digests a release stands.
CREATE INDEX digest_item_of_releases ON digest_item USING gin (source_ids) WHERE source_type = 'share_grant';

-- CreateEnum
CREATE TYPE "CompactParty" AS ENUM ('PRINCIPAL', 'COACH', 'SPONSOR');

-- AlterTable
ALTER TABLE "coach_assignment" ADD COLUMN     "compact_asked" TEXT,
ADD COLUMN     "compact_type" "RelationshipType",
ADD COLUMN     "compact_version" TEXT;

-- CreateTable
CREATE TABLE "compact_signature" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "subject" UUID NOT NULL,
    "party" "CompactParty" NOT NULL,
    "person_id" UUID NOT NULL,
    "relationship_type" "RelationshipType" NOT NULL,
    "version" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "compact_signature_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "compact_signature_tenant_id_subject_party_relationship_type_key" ON "compact_signature"("tenant_id", "subject", "party", "relationship_type", "version", "person_id");

SELECT throughline_protect('compact_signature');
-- What was agreed to stays.
REVOKE UPDATE, DELETE ON compact_signature FROM throughline_app;

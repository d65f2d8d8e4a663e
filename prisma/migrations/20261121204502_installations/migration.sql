-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "removed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "platform_account" ADD COLUMN     "home_seen_at" TIMESTAMPTZ(3),
ADD COLUMN     "is_guest" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "time_zone" TEXT;

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "surface" TEXT NOT NULL DEFAULT 'message',
ADD COLUMN     "under" UUID;

-- CreateTable
CREATE TABLE "installation" (
    "id" UUID NOT NULL,
    "platform" "PlatformName" NOT NULL,
    "team_id" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "is_organization" BOOLEAN NOT NULL DEFAULT false,
    "enterprise_id" TEXT,
    "app_id" TEXT NOT NULL,
    "bot_user_id" TEXT NOT NULL,
    "bot_id" TEXT,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "installed_by" TEXT,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "token_sealed" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "removed_why" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oauth_state" (
    "hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oauth_state_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "join_code" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "person_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "used_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "join_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "form_draft" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "form" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "form_draft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "installation_platform_team_id_key" ON "installation"("platform", "team_id");

-- CreateIndex
CREATE UNIQUE INDEX "join_code_hash_key" ON "join_code"("hash");

-- CreateIndex
CREATE INDEX "join_code_tenant_id_idx" ON "join_code"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "form_draft_tenant_id_person_id_form_subject_key" ON "form_draft"("tenant_id", "person_id", "form", "subject");

SELECT throughline_protect('join_code');
SELECT throughline_protect('form_draft');

-- Neither belongs to a tenant: the application's role cannot see them at all.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['installation', 'oauth_state'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END
$$;

SELECT throughline_open_to_system('installation', 'SELECT, INSERT, UPDATE, DELETE');
SELECT throughline_open_to_system('oauth_state', 'SELECT, INSERT, DELETE');
SELECT throughline_open_to_system('join_code', 'SELECT, UPDATE');

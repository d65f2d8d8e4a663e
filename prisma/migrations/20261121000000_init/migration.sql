-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "PlatformName" AS ENUM ('SLACK', 'TEAMS');

-- CreateEnum
CREATE TYPE "RoleKey" AS ENUM ('PRINCIPAL', 'SCHOOL_TEAM', 'COACH', 'LP_MANAGER', 'DISTRICT_LEADER', 'NETWORK_HUB', 'ADMIN', 'RECORDS_OFFICER');

-- CreateEnum
CREATE TYPE "OrganizationType" AS ENUM ('DISTRICT', 'LEAD_PARTNER', 'NETWORK', 'STATE');

-- CreateEnum
CREATE TYPE "SchoolLevel" AS ENUM ('ELEMENTARY', 'MIDDLE', 'HIGH', 'K8', 'SECONDARY_6_12', 'K12', 'OTHER');

-- CreateEnum
CREATE TYPE "SchoolStatus" AS ENUM ('ACTIVE', 'CLOSED', 'MERGED');

-- CreateEnum
CREATE TYPE "Variant" AS ENUM ('LEAD_PARTNER', 'LEADERSHIP_COACHING', 'PARTNERSHIP_ZONE', 'PLAYBOOK', 'NETWORK_IMPROVEMENT');

-- CreateEnum
CREATE TYPE "RelationshipType" AS ENUM ('NON_EVALUATIVE', 'SUPERVISOR_COACH');

-- CreateEnum
CREATE TYPE "AssignmentStatus" AS ENUM ('PROPOSED', 'ACCEPTED', 'ACTIVE', 'ON_HOLD', 'REMATCH_PENDING', 'ENDED');

-- CreateEnum
CREATE TYPE "RosterImportStatus" AS ENUM ('RECEIVED', 'VALIDATED', 'DIFFED', 'AUTO_OK', 'NEEDS_APPROVAL', 'APPLIED', 'REJECTED');

-- CreateEnum
CREATE TYPE "DeliveryStatus" AS ENUM ('PENDING', 'SENDING', 'SENT', 'UNKNOWN', 'FAILED', 'DEAD', 'SUPERSEDED');

-- CreateEnum
CREATE TYPE "CheckInStatus" AS ENUM ('SCHEDULED', 'OPEN', 'STARTED', 'SUBMITTED', 'MISSED', 'SKIPPED', 'EXCUSED', 'SUBMITTED_LATE');

-- CreateEnum
CREATE TYPE "PlanStatus" AS ENUM ('DRAFT', 'IN_REVIEW', 'ACTIVE', 'REFINING', 'REFLECTING', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "GoalStatus" AS ENUM ('NOT_STARTED', 'ON_TRACK', 'AT_RISK', 'OFF_TRACK', 'MET', 'PARTLY_MET', 'NOT_MET', 'DROPPED');

-- CreateEnum
CREATE TYPE "StepStatus" AS ENUM ('DRAFT', 'COMMITTED', 'IN_PROGRESS', 'STUCK', 'CLAIMED_DONE', 'VERIFIED', 'DROPPED');

-- CreateEnum
CREATE TYPE "Lever" AS ENUM ('PEOPLE', 'TIME', 'MONEY', 'PROGRAM', 'OTHER');

-- CreateEnum
CREATE TYPE "BarrierStatus" AS ENUM ('RAISED', 'ACKNOWLEDGED', 'IN_PROGRESS', 'RESOLVED', 'CONFIRMED', 'DECLINED', 'ESCALATED', 'REOPENED');

-- CreateEnum
CREATE TYPE "DigestStatus" AS ENUM ('COMPILING', 'PREVIEW', 'HELD', 'APPROVED', 'POSTED', 'CORRECTED', 'RETRACTED');

-- CreateTable
CREATE TABLE "tenant" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "type" "OrganizationType" NOT NULL,
    "name" TEXT NOT NULL,
    "external_id" TEXT,
    "time_zone" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "school" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "district_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "nces_id" TEXT,
    "name" TEXT NOT NULL,
    "level" "SchoolLevel" NOT NULL DEFAULT 'OTHER',
    "time_zone" TEXT NOT NULL,
    "tracks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "status" "SchoolStatus" NOT NULL DEFAULT 'ACTIVE',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "school_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "email" TEXT,
    "external_id" TEXT,
    "preferred_platform" "PlatformName",
    "time_zone" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspace" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "platform" "PlatformName" NOT NULL,
    "team_id" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "blocked_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_account" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "platform" "PlatformName" NOT NULL,
    "team_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "conversation" JSONB,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" "RoleKey" NOT NULL,
    "sub_role" TEXT,
    "scope_id" UUID NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leave" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "from_on" DATE NOT NULL,
    "to_on" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "leave_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engagement" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "district_id" UUID NOT NULL,
    "variant" "Variant" NOT NULL DEFAULT 'LEADERSHIP_COACHING',
    "relationship_type" "RelationshipType" NOT NULL DEFAULT 'NON_EVALUATIVE',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "engagement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "coach_assignment" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "principal_id" UUID NOT NULL,
    "school_id" UUID NOT NULL,
    "status" "AssignmentStatus" NOT NULL DEFAULT 'PROPOSED',
    "visit_weekday" INTEGER,
    "compact_signed_on" DATE,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "end_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "coach_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest_channel" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "platform" "PlatformName" NOT NULL,
    "team_id" TEXT NOT NULL,
    "address" JSONB NOT NULL,
    "chosen_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "digest_channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_day" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "district_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "type" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_day_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roster_import" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "status" "RosterImportStatus" NOT NULL DEFAULT 'RECEIVED',
    "report" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "roster_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roster_import_row" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "roster_import_row_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "due_work" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "job" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "due_work_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "platform" "PlatformName" NOT NULL,
    "team_id" TEXT NOT NULL,
    "address" JSONB NOT NULL,
    "lane" TEXT NOT NULL,
    "person_id" UUID,
    "about" TEXT,
    "card" JSONB NOT NULL,
    "updates" UUID,
    "guard" TEXT,
    "status" "DeliveryStatus" NOT NULL DEFAULT 'PENDING',
    "priority" INTEGER NOT NULL DEFAULT 5,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_by" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "reason" TEXT,
    "reason_text" TEXT,
    "message_id" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_event" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "reply" JSONB,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbound_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "check_in" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,
    "school_id" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "template_version" INTEGER NOT NULL,
    "shape" TEXT NOT NULL,
    "week_of" DATE NOT NULL,
    "status" "CheckInStatus" NOT NULL DEFAULT 'SCHEDULED',
    "skip_reason" TEXT,
    "open_at" TIMESTAMPTZ(3) NOT NULL,
    "nudge_at" TIMESTAMPTZ(3) NOT NULL,
    "close_at" TIMESTAMPTZ(3) NOT NULL,
    "late_until" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,
    "draft" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "check_in_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answer" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "check_in_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "audience" TEXT NOT NULL,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visit" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,
    "coach_id" UUID NOT NULL,
    "school_id" UUID NOT NULL,
    "visited_on" DATE NOT NULL,
    "week_of" DATE NOT NULL,
    "outcome" TEXT NOT NULL,
    "cancelled_by" TEXT,
    "activities" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "standards" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "match_help" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'COACHING',
    "owner_id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,
    "status" "PlanStatus" NOT NULL DEFAULT 'ACTIVE',
    "starts_on" DATE NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "goal" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "statement" TEXT NOT NULL,
    "why" TEXT NOT NULL DEFAULT '',
    "evidence" TEXT NOT NULL DEFAULT '',
    "standard" INTEGER NOT NULL,
    "status" "GoalStatus" NOT NULL DEFAULT 'NOT_STARTED',
    "review_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "goal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action_step" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "goal_id" UUID,
    "owner_id" UUID NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "evidence" TEXT NOT NULL DEFAULT '',
    "due_on" DATE NOT NULL,
    "status" "StepStatus" NOT NULL DEFAULT 'DRAFT',
    "carried_count" INTEGER NOT NULL DEFAULT 0,
    "must_choose" BOOLEAN NOT NULL DEFAULT false,
    "drop_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step_move" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "step_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "from_status" "StepStatus" NOT NULL,
    "to_status" "StepStatus" NOT NULL,
    "by_id" UUID,
    "week_of" DATE NOT NULL,
    "note" TEXT,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "step_move_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "barrier" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "school_id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "lever" "Lever" NOT NULL,
    "raised_by_id" UUID NOT NULL,
    "status" "BarrierStatus" NOT NULL DEFAULT 'RAISED',
    "visibility" TEXT NOT NULL DEFAULT 'PAIR',
    "raised_on" DATE NOT NULL,
    "needed_by" DATE,
    "resolved_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "barrier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "week_of" DATE NOT NULL,
    "status" "DigestStatus" NOT NULL DEFAULT 'COMPILING',
    "delivery_id" UUID,
    "posted_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "digest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest_item" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "digest_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "section" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "source_type" TEXT NOT NULL,
    "source_ids" TEXT[],

    CONSTRAINT "digest_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clock_shift" (
    "id" INTEGER NOT NULL,
    "shift_ms" BIGINT NOT NULL DEFAULT 0,
    "frozen_at" TIMESTAMPTZ(3),

    CONSTRAINT "clock_shift_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organization_tenant_id_external_id_key" ON "organization"("tenant_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "school_tenant_id_external_id_key" ON "school"("tenant_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_tenant_id_email_key" ON "person"("tenant_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "person_tenant_id_external_id_key" ON "person"("tenant_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_platform_team_id_key" ON "workspace"("platform", "team_id");

-- CreateIndex
CREATE INDEX "platform_account_tenant_id_person_id_idx" ON "platform_account"("tenant_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "platform_account_platform_team_id_user_id_key" ON "platform_account"("platform", "team_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "role_grant_tenant_id_person_id_role_scope_id_key" ON "role_grant"("tenant_id", "person_id", "role", "scope_id");

-- CreateIndex
CREATE INDEX "leave_tenant_id_person_id_idx" ON "leave"("tenant_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "engagement_tenant_id_provider_id_district_id_variant_key" ON "engagement"("tenant_id", "provider_id", "district_id", "variant");

-- CreateIndex
CREATE INDEX "coach_assignment_tenant_id_coach_id_idx" ON "coach_assignment"("tenant_id", "coach_id");

-- CreateIndex
CREATE UNIQUE INDEX "coach_assignment_tenant_id_principal_id_coach_id_school_id__key" ON "coach_assignment"("tenant_id", "principal_id", "coach_id", "school_id", "starts_on");

-- CreateIndex
CREATE UNIQUE INDEX "digest_channel_tenant_id_organization_id_key" ON "digest_channel"("tenant_id", "organization_id");

-- CreateIndex
CREATE INDEX "calendar_day_tenant_id_day_idx" ON "calendar_day"("tenant_id", "day");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_day_tenant_id_district_id_scope_day_key" ON "calendar_day"("tenant_id", "district_id", "scope", "day");

-- CreateIndex
CREATE INDEX "roster_import_tenant_id_created_at_idx" ON "roster_import"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "roster_import_row_import_id_kind_idx" ON "roster_import_row"("import_id", "kind");

-- CreateIndex
CREATE INDEX "due_work_due_at_idx" ON "due_work"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "due_work_tenant_id_job_subject_key" ON "due_work"("tenant_id", "job", "subject");

-- CreateIndex
CREATE INDEX "delivery_tenant_id_about_idx" ON "delivery"("tenant_id", "about");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_tenant_id_key_key" ON "delivery"("tenant_id", "key");

-- CreateIndex
CREATE INDEX "inbound_event_received_at_idx" ON "inbound_event"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_event_tenant_id_key_key" ON "inbound_event"("tenant_id", "key");

-- CreateIndex
CREATE INDEX "check_in_tenant_id_week_of_idx" ON "check_in"("tenant_id", "week_of");

-- CreateIndex
CREATE INDEX "check_in_tenant_id_assignment_id_week_of_idx" ON "check_in"("tenant_id", "assignment_id", "week_of");

-- CreateIndex
CREATE UNIQUE INDEX "check_in_tenant_id_person_id_template_week_of_key" ON "check_in"("tenant_id", "person_id", "template", "week_of");

-- CreateIndex
CREATE UNIQUE INDEX "answer_check_in_id_question_key" ON "answer"("check_in_id", "question");

-- CreateIndex
CREATE INDEX "visit_tenant_id_week_of_idx" ON "visit"("tenant_id", "week_of");

-- CreateIndex
CREATE UNIQUE INDEX "visit_tenant_id_assignment_id_visited_on_key" ON "visit"("tenant_id", "assignment_id", "visited_on");

-- CreateIndex
CREATE UNIQUE INDEX "plan_tenant_id_assignment_id_kind_key" ON "plan"("tenant_id", "assignment_id", "kind");

-- CreateIndex
CREATE INDEX "action_step_tenant_id_owner_id_status_idx" ON "action_step"("tenant_id", "owner_id", "status");

-- CreateIndex
CREATE INDEX "step_move_tenant_id_step_id_idx" ON "step_move"("tenant_id", "step_id");

-- CreateIndex
CREATE INDEX "barrier_tenant_id_school_id_idx" ON "barrier"("tenant_id", "school_id");

-- CreateIndex
CREATE UNIQUE INDEX "digest_tenant_id_organization_id_week_of_key" ON "digest"("tenant_id", "organization_id", "week_of");

-- AddForeignKey
ALTER TABLE "school" ADD CONSTRAINT "school_district_id_fkey" FOREIGN KEY ("district_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "platform_account" ADD CONSTRAINT "platform_account_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leave" ADD CONSTRAINT "leave_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_engagement_id_fkey" FOREIGN KEY ("engagement_id") REFERENCES "engagement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_coach_id_fkey" FOREIGN KEY ("coach_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coach_assignment" ADD CONSTRAINT "coach_assignment_school_id_fkey" FOREIGN KEY ("school_id") REFERENCES "school"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_channel" ADD CONSTRAINT "digest_channel_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "roster_import_row" ADD CONSTRAINT "roster_import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "roster_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer" ADD CONSTRAINT "answer_check_in_id_fkey" FOREIGN KEY ("check_in_id") REFERENCES "check_in"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_step" ADD CONSTRAINT "action_step_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action_step" ADD CONSTRAINT "action_step_goal_id_fkey" FOREIGN KEY ("goal_id") REFERENCES "goal"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "step_move" ADD CONSTRAINT "step_move_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "action_step"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_item" ADD CONSTRAINT "digest_item_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The database's present. A playground or a test moves it, without a row it is the real one.
CREATE FUNCTION throughline_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT coalesce(frozen_at, now() + shift_ms * interval '1 millisecond') FROM clock_shift WHERE id = 1),
    now())
$$;

-- Two roles without a login. The process enters one of them in each transaction (src/db/scope.ts):
-- throughline_app sees one tenant, throughline_system sees the queue, the ledger and the look-up of accounts of all.
-- Roles belong to the whole server, so another database of it may have made them in this very moment.
DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['throughline_app', 'throughline_system'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    BEGIN
      EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
    EXCEPTION WHEN invalid_grant_operation OR unique_violation THEN NULL;
    END;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role_name);
    EXECUTE format('GRANT SELECT ON clock_shift TO %I', role_name);
  END LOOP;
END
$$;

-- Puts a table under forced row-level security by tenant. Every migration that makes a table calls it.
CREATE FUNCTION throughline_protect(table_name text, tenant_column text DEFAULT 'tenant_id') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO throughline_app', table_name);
  EXECUTE format(
    'CREATE POLICY one_tenant ON %I TO throughline_app USING (%I = nullif(current_setting(''throughline.tenant'', true), '''')::uuid)',
    table_name, tenant_column);
END
$$;

-- Lets system work reach one table of all tenants, with the rights it needs and no more.
CREATE FUNCTION throughline_open_to_system(table_name text, rights text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT %s ON %I TO throughline_system', rights, table_name);
  EXECUTE format('CREATE POLICY system_work ON %I TO throughline_system USING (true)', table_name);
END
$$;

SELECT throughline_protect('tenant', 'id');
SELECT throughline_protect(t) FROM unnest(ARRAY[
  'organization', 'school', 'person', 'workspace', 'platform_account', 'role_grant', 'leave', 'engagement', 'coach_assignment',
  'digest_channel', 'calendar_day', 'roster_import', 'roster_import_row', 'due_work', 'delivery', 'inbound_event', 'check_in',
  'answer', 'visit', 'plan', 'goal', 'action_step', 'step_move', 'barrier', 'digest', 'digest_item']) AS t;

SELECT throughline_open_to_system('tenant', 'SELECT, INSERT');
SELECT throughline_open_to_system('workspace', 'SELECT, UPDATE');
SELECT throughline_open_to_system('platform_account', 'SELECT');
SELECT throughline_open_to_system('due_work', 'SELECT, INSERT, UPDATE, DELETE');
SELECT throughline_open_to_system('delivery', 'SELECT, INSERT, UPDATE');
SELECT throughline_open_to_system('inbound_event', 'SELECT, DELETE');

-- The sender looks for what is due and not for what is done, so the index stays as small as the work that waits.
CREATE INDEX delivery_waiting ON delivery (priority, not_before) WHERE status IN ('PENDING', 'SENDING', 'UNKNOWN', 'FAILED');

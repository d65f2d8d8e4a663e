-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "place" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "act" TEXT NOT NULL,
    "thing" TEXT NOT NULL,
    "about_id" UUID,
    "owner_id" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "once" TEXT,
    "hash" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_chain" (
    "tenant_id" UUID NOT NULL,
    "places" INTEGER NOT NULL DEFAULT 0,
    "hash" TEXT NOT NULL DEFAULT '',
    "forgotten" INTEGER NOT NULL DEFAULT 0,
    "from" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateIndex
CREATE INDEX "audit_event_tenant_id_owner_id_at_idx" ON "audit_event"("tenant_id", "owner_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_tenant_id_place_key" ON "audit_event"("tenant_id", "place");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_tenant_id_once_key" ON "audit_event"("tenant_id", "once");

SELECT throughline_protect(t) FROM unnest(ARRAY['audit_event', 'audit_chain']) AS t;

-- What was written down stays: the application adds rows and never changes one, and does not seal.
REVOKE UPDATE, DELETE ON audit_event FROM throughline_app;
REVOKE INSERT, UPDATE, DELETE ON audit_chain FROM throughline_app;
CREATE POLICY not_sealed_yet ON audit_event AS RESTRICTIVE FOR INSERT TO throughline_app WITH CHECK (place IS NULL AND hash IS NULL);
SELECT throughline_open_to_system('audit_event', 'SELECT, DELETE');
GRANT UPDATE (place, hash) ON audit_event TO throughline_system;
SELECT throughline_open_to_system('audit_chain', 'SELECT, INSERT, UPDATE');

-- For everybody, the owner of the tables too: a row is sealed once, and goes only when its seven years are over.
CREATE FUNCTION throughline_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '7 years' THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' AND OLD.place IS NULL AND to_jsonb(NEW) - 'place' - 'hash' = to_jsonb(OLD) - 'place' - 'hash' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION throughline_audit_stays();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION throughline_audit_stays();

-- What waits to be sealed is found without looking at what is.
CREATE INDEX audit_event_unsealed ON audit_event (tenant_id, id) WHERE place IS NULL;

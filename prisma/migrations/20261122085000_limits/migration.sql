-- CreateTable
CREATE TABLE "wrong_code" (
    "account" TEXT NOT NULL,
    "times" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wrong_code_pkey" PRIMARY KEY ("account")
);

-- Whoever tries codes belongs to no tenant yet: the application's role cannot see them at all.
ALTER TABLE "wrong_code" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "wrong_code" FORCE ROW LEVEL SECURITY;
SELECT throughline_open_to_system('wrong_code', 'SELECT, INSERT, DELETE');
GRANT UPDATE (times, since) ON wrong_code TO throughline_system;

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isContracting } from '../../src/db/migrate.ts';
import { findContractions } from './additive.ts';
import { readText, root } from './sources.ts';

const migrations = readdirSync(join(root, 'prisma/migrations'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe('a migration', () => {
  it.each(migrations)('%s only adds, or says in its name and its first line that it takes away', (name) => {
    const sql = readText(`prisma/migrations/${name}/migration.sql`);

    if (isContracting(name)) expect(sql).toMatch(/^-- Contracts: .{20,}/);
    else expect(findContractions(sql)).toEqual([]);
  });
});

describe('what an older version could not work with', () => {
  it.each([
    ['ALTER TABLE "person" DROP COLUMN "email";', 'DROP COLUMN'],
    ['DROP TABLE visit;', 'DROP TABLE'],
    ['alter table person alter column email drop default;', 'drop default'],
    ['ALTER TABLE person RENAME COLUMN email TO mail;', 'RENAME'],
    ['ALTER TYPE "VisitStatus" ADD VALUE \'LATE\';', 'ALTER TYPE'],
    ['ALTER TABLE person ALTER COLUMN email SET DATA TYPE varchar(80);', 'ALTER COLUMN email SET DATA TYPE'],
    ['ALTER TABLE person ALTER COLUMN email SET NOT NULL;', 'SET NOT NULL'],
    ['ALTER TABLE "person" ADD COLUMN "a" INT,\n ADD COLUMN "b" TEXT NOT NULL;', 'NOT NULL without DEFAULT: "b"'],
    ['CREATE UNIQUE INDEX one ON "person"("email");', 'UNIQUE INDEX on person'],
    ['ALTER TABLE person ADD CONSTRAINT old CHECK (age > 30);', 'CONSTRAINT on person'],
    ['REVOKE SELECT ON person FROM throughline_app;', 'REVOKE'],
  ])('is found in %s', (sql, found) => {
    expect(findContractions(sql)).toEqual([found]);
  });

  it.each([
    'CREATE TABLE walk (id uuid NOT NULL); CREATE UNIQUE INDEX w ON walk(id); ALTER TABLE "walk" ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES person(id);',
    'ALTER TABLE "delivery" ADD COLUMN "surface" TEXT NOT NULL DEFAULT \'message\', ADD COLUMN "more" TEXT;',
    'DROP INDEX delivery_waiting; CREATE INDEX delivery_waiting ON delivery (lane);',
    '-- DROP TABLE person was never meant;\nSELECT 1;',
  ])('is not found in %s', (sql) => {
    expect(findContractions(sql)).toEqual([]);
  });
});

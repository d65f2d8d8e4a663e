// A district that has lived for a week is backed up and restored: into either kind of database, and from one into the other.
import { fork } from 'node:child_process';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealAudit } from '../../src/audit/seal.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { checkBackup, type Manifest } from '../../src/db/backup/lines.ts';
import { restoreBackup } from '../../src/db/backup/restore.ts';
import { writeBackup } from '../../src/db/backup/write.ts';
import { connect, type Connection } from '../../src/db/client.ts';
import { moveDatabaseClock } from '../../src/db/time.ts';
import { makeUpFor } from '../../src/desk/make-up.ts';
import { silentLog } from '../../src/log.ts';
import { answer, BELL, propose, RIVERA, rows, STONE, type, USUAL } from '../flows/acts.ts';
import { run } from '../support/command-line.ts';
import { onPostgres, onServer, openDatabase, withDatabase, type TestDatabase } from '../support/database.ts';
import { everythingKept } from '../support/everything-kept.ts';
import { temporaryFolder } from '../support/folder.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { newerVersion } from '../support/newer-version.ts';
import { root } from '../support/root.ts';

jest.setTimeout(240_000);

const KEY = { id: 'k1', bytes: Buffer.alloc(32, 7) };
const RING = `k1:${KEY.bytes.toString('base64')}`;
const prismaFolder = `${root}prisma`;
const folder = temporaryFolder();
const sealed = join(folder.path, 'sealed.throughline');
const plain = join(folder.path, 'plain.throughline');
/** Made at one minute to two, when nobody was asked yet. */
const before = join(folder.path, 'before.throughline');
const opened: TestDatabase[] = [];

let at: TestHouse;
let manifest: Manifest;
beforeAll(async () => {
  at = await openHouse('2026-10-19T12:30:00Z');
  await propose(at, BELL, RIVERA, 'Visit three rooms before lunch', '2026-10-23');
  await at.travel.to(new Date('2026-10-22T17:59:00Z'), () => undefined);
  await writeBackup(at.house.database.pool, { to: before });
  await at.travel.to(new Date('2026-10-22T18:01:00Z'), () => undefined);
  await answer(at, RIVERA, USUAL);
  await answer(at, STONE, USUAL);
  await type(at, BELL, 'coach plan Rivera');
  await sealAudit(at.house.db, silentLog);
  manifest = await writeBackup(at.house.database.pool, { to: sealed, key: KEY });
  await writeBackup(at.house.database.pool, { to: plain });
}, 300_000);
afterAll(async () => {
  for (const database of opened) await database.drop();
  await at.stop();
  folder.remove();
});

async function another(): Promise<TestDatabase> {
  const database = await openDatabase();
  opened.push(database);
  return database;
}

const into = (database: Pick<Connection, 'pool'>, from: string, keys = [KEY]) =>
  restoreBackup(database, { from, keys, prismaFolder });

describe('a backup', () => {
  it('is restored to the letter, every table, and its audit is whole', async () => {
    const database = await another();

    expect(await into(database, sealed)).toEqual(manifest);

    expect(await everythingKept(database.db, ['_prisma_migrations'])).toEqual(
      await everythingKept(at.house.db, ['_prisma_migrations']),
    );
    expect(manifest.tables.find(({ name }) => name === 'answer')?.rows).toBeGreaterThan(5);
    const verified = await verifyAudit(database.db, at.tenantId);
    expect([verified.breaks, verified.places > 0]).toEqual([[], true]);
  });

  it('goes from one kind of database to the other and back by the command line, with nothing lost on the way', async () => {
    const embedded = { DATA_DIR: join(folder.path, 'embedded'), TOKEN_KEYS: RING };
    const back = join(folder.path, 'back.throughline');

    const restored = await run(['restore', sealed, '--moved'], embedded);
    const again = await run(['restore', sealed, '--moved'], embedded);
    const backedUp = await run(['backup', '--to', back], embedded);

    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toContain('Read back, and the same to the letter.');
    expect(restored.out).toMatch(/The audit of .* is whole/);
    expect(again.err).toContain('This database is not empty');
    expect(backedUp.out).toContain('sealed with the key “k1”');
    const isAudit = ({ name }: { name: string }) => name.startsWith('audit_');
    const found = await checkBackup(back, [KEY], () => undefined);
    expect(found.tables.filter((table) => !isAudit(table))).toEqual(manifest.tables.filter((table) => !isAudit(table)));

    const database = await another();
    await into(database, back);
    const but = ['_prisma_migrations', 'audit_event', 'audit_chain'];
    expect(await everythingKept(database.db, but)).toEqual(await everythingKept(at.house.db, but));
    expect((await verifyAudit(database.db, at.tenantId)).breaks).toEqual([]);
  });

  it('is one instant, whatever is written while it is made', async () => {
    const to = join(folder.path, 'instant.throughline');
    let wrote: Promise<unknown> | undefined;
    const made = await writeBackup(at.house.database.pool, {
      to,
      onProgress: () => {
        wrote ??= at.house.db.tenant.create({ data: { name: 'Came later' } });
      },
    });
    const later = await wrote;

    expect(made.tables).toEqual(manifest.tables);
    if (later !== undefined) await at.house.db.tenant.deleteMany({ where: { name: 'Came later' } });
  });

  it('is nobody’s but its owner’s to read, holds nothing that can be read without the key, and is written over nothing', async () => {
    expect(statSync(sealed).mode & 0o777).toBe(0o600);
    expect(readFileSync(sealed).subarray(0, 60).toString('latin1')).toContain('throughline-backup 1 aes-256-gcm k1 ');
    await expect(writeBackup(at.house.database.pool, { to: sealed })).rejects.toMatchObject({
      message: `${sealed} is there already. Name a new file; nothing is written over a backup.`,
    });
    const database = await another();
    await expect(into(database, sealed, [])).rejects.toThrow(
      /sealed with the key “k1”, which TOKEN_KEYS does not have/,
    );
    await expect(into(database, sealed, [{ id: 'k1', bytes: Buffer.alloc(32, 8) }])).rejects.toThrow(
      /no whole backup: it was cut off or changed, or the key/,
    );
    await expect(into(database, join(root, 'package.json'))).rejects.toThrow(/is no backup of Throughline/);
    await expect(into(database, join(folder.path, 'nowhere'))).rejects.toThrow(/cannot be read/);
  });

  it('that was cut off or changed anywhere is refused before anything is written', async () => {
    const database = await another();
    const kept = await everythingKept(database.db);
    const hurt = join(folder.path, 'hurt.throughline');
    for (const whole of [sealed, plain]) {
      const bytes = readFileSync(whole);
      for (const part of [0.999, 0.5, 0.02]) {
        writeFileSync(hurt, bytes);
        truncateSync(hurt, Math.floor(bytes.length * part));
        await expect(into(database, hurt)).rejects.toThrow(/is no whole backup.*Nothing was written/);
      }
      for (const part of [0.1, 0.5, 0.9]) {
        const changed = Buffer.from(bytes);
        const place = Math.floor(bytes.length * part);
        changed[place] = (changed[place] ?? 0) ^ 1;
        writeFileSync(hurt, changed);
        await expect(into(database, hurt)).rejects.toThrow(/is no whole backup.*Nothing was written/);
      }
    }
    // Two frames of a sealed file in the other order.
    const bytes = readFileSync(sealed);
    const start = bytes.indexOf(10) + 1;
    const frame = 64 * 1024 + 16;
    if (bytes.length > start + 2 * frame) {
      const [one, two] = [bytes.subarray(start, start + frame), bytes.subarray(start + frame, start + 2 * frame)];
      writeFileSync(hurt, Buffer.concat([bytes.subarray(0, start), two, one, bytes.subarray(start + 2 * frame)]));
      await expect(into(database, hurt)).rejects.toThrow(/is no whole backup/);
    }
    expect(await everythingKept(database.db)).toEqual(kept);
  });

  it('goes into no database that has anything in it', async () => {
    const kept = await everythingKept(at.house.db);

    await expect(into(at.house.database, sealed)).rejects.toThrow(/is not empty.*createdb.*DATA_DIR/);

    expect(await everythingKept(at.house.db)).toEqual(kept);
  });
});

describe('what was sent after the backup', () => {
  it('does not go out again: what fell due since is made up for, and its messages are put aside for somebody to look at', async () => {
    const database = await another();
    await into(database, before);
    // In the real house, all principals in New York are asked at two; then the server burns down.
    await moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: new Date('2026-10-22T18:10:00Z') });

    expect(await makeUpFor(database.db)).toBeGreaterThan(3);

    const waiting = await database.db.delivery.findMany({
      where: {
        status: 'PENDING',
        notBefore: { lte: new Date('2026-10-22T18:10:00Z') },
        updates: null,
        surface: 'message',
      },
    });
    expect(waiting).toEqual([]);
    const prompts = await database.db.delivery.findMany({
      where: { kind: 'check-in.prompt', reason: 'restored' },
    });
    expect(prompts.length).toBeGreaterThan(3);
    expect(new Set(prompts.map(({ status }) => status))).toEqual(new Set(['DEAD']));
    expect(await database.db.checkIn.count({ where: { status: 'OPEN' } })).toBeGreaterThan(3);
    expect(await makeUpFor(database.db)).toBe(0);
    expect(await rows(at, (tx) => tx.delivery.count({ where: { reason: 'restored' } }))).toBe(0);
  });
});

describe('a backup of another version', () => {
  it('that is older is restored as it was made, and then brought up to date', async () => {
    const database = await another();
    await database.pool.query('drop schema public cascade; create schema public');
    const newer = newerVersion({ '29990101000000_walks': `ALTER TABLE school ADD COLUMN walk text DEFAULT 'none';` });

    expect(await restoreApart(database, plain, newer.prismaFolder)).toBe('restored');

    const { rows: schools } = await database.pool.query<{ walk: string }>('select distinct walk from school');
    expect(schools).toEqual([{ walk: 'none' }]);
    newer.remove();
  });

  it('that is newer is refused with the mend', async () => {
    const [newest, target] = [await another(), await another()];
    await newest.pool.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '29990101000000_walks', now())`,
    );
    const to = join(folder.path, 'newer.throughline');
    await writeBackup(newest.pool, { to });

    await expect(into(target, to)).rejects.toThrow(/newer Throughline, which has 29990101000000_walks/);
    await expect(into(newest, plain)).rejects.toThrow(/are newer than the backup/);
  });
});

(onPostgres ? describe : describe.skip)('an owner of the tables who is no superuser', () => {
  it('backs up the rows of all tenants and restores them, and row-level security stays forced', async () => {
    const server = process.env['TEST_DATABASE_URL'] ?? '';
    const name = `throughline_owned_${String(process.pid)}`;
    await onServer(server, `create role ${name} login createrole password 'owner'`);
    await onServer(server, `grant throughline_app, throughline_system to ${name} with admin option`);
    await onServer(server, `create database ${name} owner ${name}`);
    const url = new URL(withDatabase(server, name));
    [url.username, url.password] = [name, 'owner'];
    const owned = connect({ url: url.toString() });
    try {
      expect(await restoreApart({ address: { url: url.toString() } }, plain, prismaFolder)).toBe('restored');
      const to = join(folder.path, 'owned.throughline');

      expect((await writeBackup(owned.pool, { to })).tables).toEqual(manifest.tables);

      const { rows: seen } = await owned.pool.query<{ count: string }>('select count(*) from person');
      expect(seen).toEqual([{ count: '0' }]);
    } finally {
      await owned.close();
      await onServer(server, `drop database ${name} with (force)`);
      await onServer(server, `drop owned by ${name}; drop role ${name}`);
    }
  });
});

function restoreApart({ address }: Pick<TestDatabase, 'address'>, from: string, prisma: string): Promise<unknown> {
  const child = fork('test/db/restorer.ts', [JSON.stringify(address), from, prisma], {
    cwd: root,
    execArgv: ['--import', 'tsx'],
  });
  return new Promise((resolve, reject) => {
    let said: unknown;
    child.once('message', (words) => (said = words));
    child.once('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(`it ended with ${String(code)}`))));
  });
}

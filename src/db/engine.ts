// Prisma's own migration engine, compiled to WebAssembly: it needs no download and keeps `_prisma_migrations`
// exactly as `prisma migrate deploy` does.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';

const requireFrom = createRequire(import.meta.url);

export interface MigrationsList {
  baseDir: string;
  lockfile: { path: string; content: string };
  shadowDbInitScript: string;
  migrationDirectories: { path: string; migrationFile: { path: string; content: { tag: 'ok'; value: string } } }[];
}

export interface SchemaEngine {
  diff(params: unknown): Promise<{ stdout: string | null }>;
  applyMigrations(params: {
    migrationsList: MigrationsList;
    filters: unknown;
  }): Promise<{ appliedMigrationNames: string[] }>;
}

/** The engine's JavaScript half; its types name browser classes, so what is used of it is named here. */
interface EngineModule {
  SchemaEngine: {
    new: (
      options: { datamodels: [string, string][] },
      log: (line: string) => void,
      adapter: unknown,
    ) => Promise<SchemaEngine>;
  };
  __wbg_set_wasm(exports: unknown): void;
}

export const noFilters = { externalTables: [], externalEnums: [] };

/** `onFailure` hears what PostgreSQL said of a script that failed; the engine does not pass it on. */
export async function openSchemaEngine(
  pool: pg.Pool,
  schema: string,
  onFailure: (error: unknown) => void = () => undefined,
): Promise<SchemaEngine> {
  const glue = await (loaded ??= loadEngine());
  return glue.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool, onFailure)),
  );
}

/** Once a process: its JavaScript half remembers the memory of the first. */
let loaded: Promise<EngineModule> | undefined;

async function loadEngine(): Promise<EngineModule> {
  const path = requireFrom.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule;
  const { instance } = await WebAssembly.instantiate(readFileSync(path.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}

/** Held while a script runs, by the backend that runs it: after a kill it may go on for a while. Any unused number. */
export const SCRIPT_LOCK = 7_210_465;

/**
 * Prisma's adapter cuts a migration at every semicolon, also inside a function's body, and sends the pieces over several
 * connections. Sent whole, PostgreSQL runs it as one transaction: a migration that fails leaves nothing behind, and one that
 * took effect is written down as finished, whatever becomes of this process. Those who work on a table go first: the script gives
 * up rather than let everybody wait behind it.
 */
function inOneTransaction(script: string): string {
  return `
    SELECT pg_advisory_xact_lock(${SCRIPT_LOCK});
    SET LOCAL lock_timeout = '20s';
    ${script}
    ;DO $finish$ BEGIN
      IF to_regclass('_prisma_migrations') IS NOT NULL THEN
        UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL;
      END IF;
    END $finish$;`;
}

class WholeScripts extends PrismaPg {
  readonly #pool: pg.Pool;
  readonly #onFailure: (error: unknown) => void;

  constructor(pool: pg.Pool, onFailure: (error: unknown) => void) {
    super(pool, { disposeExternalPool: false });
    this.#pool = pool;
    this.#onFailure = onFailure;
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script: string) => {
      await this.#pool.query(inOneTransaction(script)).catch((error: unknown) => {
        this.#onFailure(error);
        throw error;
      });
    };
    return adapter;
  }
}

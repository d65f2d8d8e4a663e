// `prisma generate` looks for a schema-engine binary that it never runs here; naming any executable keeps it from downloading one.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

import { defineConfig } from 'prisma/config';

export default defineConfig({ schema: 'prisma/schema.prisma' });

import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { joinDatabase } from '../db/open.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  usage: '',
  summary: 'Brings the database up to date; start does so by itself.',
  examples: ['throughline migrate', 'DATABASE_URL=postgresql://localhost/throughline throughline migrate'],
  async run() {
    const database = await joinDatabase(readConfig());
    try {
      const applied = await migrate(database, join(productRoot(), 'prisma'));
      console.log(
        applied.length === 0 ? `Up to date: ${database.words}.` : `Applied ${applied.join(', ')} to ${database.words}.`,
      );
      return 0;
    } finally {
      await database.close();
    }
  },
};

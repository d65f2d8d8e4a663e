import { readConfig } from '../config.ts';
import { joinDatabase } from '../db/open.ts';
import type { Command } from './help.ts';

export const demo: Command = {
  name: 'demo',
  usage: 'reset',
  summary: 'Begins the sample district’s week again; no other data is touched.',
  examples: ['throughline demo reset'],
  async run([verb]) {
    if (verb !== 'reset') {
      console.error('Say what to do with the sample: throughline demo reset');
      return 2;
    }
    const config = readConfig();
    if (await resetRunning(config.port)) {
      console.log('The running playground begins again.');
      return 0;
    }
    const { clearSample } = await import('../playground/clear-sample.ts');
    const database = await joinDatabase(config);
    try {
      await clearSample(database.db);
    } finally {
      await database.close();
    }
    console.log('The sample is cleared. The next start loads it afresh.');
    return 0;
  },
};

async function resetRunning(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/playground/reset`, { method: 'POST' });
    return response.ok;
  } catch {
    return false;
  }
}

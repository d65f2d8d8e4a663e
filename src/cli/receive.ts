import { readFileSync } from 'node:fs';
import { InvalidError } from '../errors.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const receive: Command = {
  name: 'receive',
  usage: 'slack FILE | teams FILE',
  summary:
    'Plays a recorded request into the real app, on the sample district, and prints the answer and what the app called.',
  details: 'The file is JSON: see docs/guides/recorded-requests.md. Nothing outside this process is changed.',
  examples: [
    'throughline receive slack test/replay/checkin/slack.json',
    'throughline receive teams test/replay/checkin/teams.json',
  ],
  async run([platform, file]) {
    if ((platform !== 'slack' && platform !== 'teams') || file === undefined) {
      console.error('Say what to play: throughline receive slack FILE, or throughline receive teams FILE');
      return 2;
    }
    const { replay } = await import('../playground/replay.ts');
    const result = await replay(productRoot(), platform, readRecording(file));
    console.log(JSON.stringify(result, null, 2));
    return result.status >= 200 && result.status < 300 ? 0 : 1;
  },
};

function readRecording(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InvalidError(`The recording ${file} cannot be read as JSON. Check the name and the file.`, {
      cause: error,
    });
  }
}

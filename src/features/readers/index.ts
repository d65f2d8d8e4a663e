import { listReadings } from '../../audit/seen-by.ts';
import type { Reply } from '../../chat/interaction.ts';
import { listPairs } from '../../roster/store.ts';
import type { Asked, Feature } from '../feature.ts';
import { byDay } from './rules.ts';
import * as screens from './screens.ts';

const DAYS = 60;
/** Readings of so many hours are looked at; the card shows the newest days of them. */
const READINGS = 200;

const verb = { verb: 'readers', usage: '', help: 'Who has read what you wrote', run: showReaders };

export const readers: Feature = {
  name: 'readers',
  verbs: [
    { ...verb, command: 'checkin', roles: ['PRINCIPAL'] },
    { ...verb, command: 'coach', roles: ['COACH'] },
  ],
  examples: screens.examples,
};

async function showReaders(ctx: Asked): Promise<Reply> {
  const [pair] = await listPairs(ctx.tx, ctx.viewer);
  const since = new Date(ctx.now.getTime() - DAYS * 86_400_000);
  const readings = await listReadings(ctx.tx, ctx.viewer, since, READINGS);
  return { kind: 'say', card: screens.readersCard(byDay(readings, pair?.school.timeZone ?? 'UTC'), DAYS) };
}

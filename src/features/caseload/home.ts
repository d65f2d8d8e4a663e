// A coach's Home: every pair, who needs the coach first, with what can be done about it.
import { listPairsOfCoach } from '../../roster/store.ts';
import type { HomePart } from '../feature.ts';
import { byNeed, looksOf } from './rules.ts';
import { EXAMPLE, homeSection } from './screens.ts';
import { readStandings } from './store.ts';

export const home: HomePart = {
  async sections(ctx) {
    const pairs = await listPairsOfCoach(ctx.tx, ctx.viewer);
    if (pairs.length === 0) return [];
    const standings = byNeed(await readStandings(ctx.tx, ctx.viewer, pairs, ctx.now));
    return [{ ...homeSection(standings), looks: looksOf(standings) }];
  },
  examples: {
    COACH: [
      homeSection([
        EXAMPLE,
        {
          ...EXAMPLE,
          schoolName: 'Lincoln MS',
          principalName: 'Ben Okoye',
          stuckSteps: 0,
          toVerify: 0,
          need: 'nothing',
        },
      ]),
    ],
  },
};

// What became of the week's check-ins, for an administrator: whether they arrived, and never what they say.
import { hasRole } from '../../roster/access.ts';
import { dayIn, mondayOf } from '../../zone.ts';
import type { Feature } from '../feature.ts';
import { readWeek } from '../week-delivery.ts';
import { weekAtHome } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

export const delivery: Feature = {
  name: 'delivery',
  home: {
    async sections(ctx) {
      if (!hasRole(ctx.viewer, 'ADMIN')) return [];
      const schools = await store.listSchools(ctx.tx, ctx.viewer);
      const ids = schools.map((school) => school.id);
      const weekOf = await store.findNewestWeek(ctx.tx, ctx.viewer, ids, mondayOf(dayIn('UTC', ctx.now)));
      if (weekOf === undefined) return [];
      const lines = await readWeek(ctx.tx, ctx.viewer, schools, weekOf, ctx.now);
      return [screens.weekSection(weekOf, weekAtHome(lines))];
    },
    examples: { ADMIN: screens.exampleSections },
  },
  examples: [],
};

// Who can be reached: an administrator's view of the delivery and never of what is delivered.
import { hasRole } from '../../roster/access.ts';
import type { Feature } from '../feature.ts';
import { whyUnreached } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

export const reach: Feature = {
  name: 'reach',
  home: {
    async sections(ctx) {
      if (!hasRole(ctx.viewer, 'ADMIN')) return [];
      const people = await store.listPeople(ctx.tx, ctx.viewer);
      const unreached = people.flatMap((person) => {
        const why = whyUnreached(person);
        return why === undefined ? [] : [{ name: person.name, ...why }];
      });
      const places = {
        workspaces: await store.listWorkspaces(ctx.tx, ctx.viewer),
        channels: await store.listChannels(ctx.tx, ctx.viewer),
      };
      return [screens.peopleSection(unreached, people.length, ctx.addLinks), screens.placesSection(places)];
    },
    examples: { ADMIN: screens.exampleSections },
  },
  examples: [],
};

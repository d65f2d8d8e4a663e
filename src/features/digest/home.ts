// A district leader's Home, and that of the partner's managers: what waits for a decision, and the week so far.
import { hasRole } from '../../roster/access.ts';
import { listPairs } from '../../roster/store.ts';
import { addDays, dayIn, dayInWords, mondayOf } from '../../zone.ts';
import type { Context, HomePart, HomeSection } from '../feature.ts';
import { clockEyes, compileWeek, type District } from './compile.ts';
import { listDistricts } from './district.ts';
import { nextWeek, postTime } from './rules/times.ts';
import { districtDays, postsAt } from './schedule.ts';
import { districtSections, type DistrictAtHome } from './screens/home.ts';
import { findDigest } from './store.ts';

export const home: HomePart = {
  async sections(ctx) {
    const sections: HomeSection[] = [];
    for (const { district, mayDecide } of await listMine(ctx))
      sections.push(...districtSections(await readDistrict(ctx, district, mayDecide)));
    return sections;
  },
  examples: { DISTRICT_LEADER: districtSections(example(false)), LP_MANAGER: districtSections(example(true)) },
};

/** The districts that the viewer leads, or whose partner's managers the viewer is one of; those decide about the summary. */
async function listMine(ctx: Context): Promise<{ district: District; mayDecide: boolean }[]> {
  const pairs = await listPairs(ctx.tx, clockEyes(ctx.viewer));
  return (await listDistricts(ctx)).flatMap((district) => {
    const mayDecide = pairs.some(
      (pair) => pair.school.districtId === district.id && hasRole(ctx.viewer, 'LP_MANAGER', pair.providerId),
    );
    return mayDecide || hasRole(ctx.viewer, 'DISTRICT_LEADER', district.id) ? [{ district, mayDecide }] : [];
  });
}

async function readDistrict(ctx: Context, district: District, mayDecide: boolean): Promise<DistrictAtHome> {
  const { isStaffDay, times } = await districtDays(ctx, district.id);
  const today = dayIn(district.timeZone, ctx.now);
  const { items } = await compileWeek(ctx, district, mondayOf(today), { live: true });
  const next = nextWeek(ctx.now, district.timeZone, (week) => postTime(week, district.timeZone, isStaffDay, times));
  const find = (weekOf: string) => findDigest(ctx.tx, ctx.viewer, { organizationId: district.id, weekOf });
  const coming = next && (await find(next.weekOf));
  const last = await find(addDays(mondayOf(today), -7));
  return {
    name: district.name,
    items,
    mayDecide,
    coming: coming && { id: coming.id, status: coming.status },
    postsAt: postsAt(district, next?.dueAt),
    lastPostedOn: last?.postedAt && dayInWords(dayIn(district.timeZone, last.postedAt)),
  };
}

function example(mayDecide: boolean): DistrictAtHome {
  const line = { sourceType: 'barrier', sourceIds: [] };
  return {
    name: 'Harbor City',
    items: [
      {
        section: 'DECISIONS',
        text: 'Substitute coverage (2 schools) – people, open 6 staff days, needed by Fri, Oct 23',
        ...line,
      },
      { section: 'DELIVERY', text: 'On-site days 6 of 7', ...line },
      { section: 'DELIVERY', text: 'Check-ins 6 of 7', ...line },
      { section: 'COMING', text: 'No school Mon, Oct 26', ...line },
    ],
    mayDecide,
    coming: { id: '01990000-0000-7000-8000-00000000000d', status: 'PREVIEW' },
    postsAt: 'Mon, Oct 26, 7 AM',
    lastPostedOn: 'Mon, Oct 19',
  };
}

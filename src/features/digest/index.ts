import type { Feature } from '../feature.ts';
import { planBeforeVisit, tellBeforeVisit } from './before-visit.ts';
import { districtVerbs, pickDistrict } from './district.ts';
import { amendSummary, planCoaches, planCoachesOf, runSummary } from './friday.ts';
import { decide, explain, tryAgain } from './decisions.ts';
import { home } from './home.ts';
import { dropRelease, refreshPosted, runPost } from './monday.ts';
import { runPreview } from './preview.ts';
import { askToRetract, retracting } from './retract.ts';
import { planDistricts } from './schedule.ts';
import { examples } from './screens/examples.ts';

export const digest: Feature = {
  name: 'digest',
  verbs: districtVerbs,
  presses: {
    'digest:how': explain,
    'digest:which': pickDistrict,
    'digest:again': tryAgain,
    'digest:approve': (ctx, state) => decide(ctx, state, 'approve'),
    'digest:hold': (ctx, state) => decide(ctx, state, 'hold'),
    'digest:release': (ctx, state) => decide(ctx, state, 'release'),
    'digest:retract': askToRetract,
  },
  forms: [retracting],
  jobs: {
    'digest.coach-summary': runSummary,
    'digest.before-visit': tellBeforeVisit,
    'digest.preview': runPreview,
    'digest.post': runPost,
  },
  hears: {
    'check-in.sent': async (ctx, fact) => {
      if (!fact.late) return planBeforeVisit(ctx, fact);
      await amendSummary(ctx, fact);
      await refreshPosted(ctx, fact, 'update');
    },
    'visit.logged': (ctx, fact) => refreshPosted(ctx, fact, 'correct'),
    'release.changed': dropRelease,
    'calendar.changed': async (ctx, fact) => {
      await planDistricts(ctx, [fact.districtId]);
      await planCoachesOf(ctx, fact.districtId);
    },
  },
  async wake(ctx, pairs) {
    await planDistricts(
      ctx,
      pairs.map((pair) => pair.school.districtId),
    );
    await planCoaches(ctx, pairs);
  },
  home,
  examples,
};

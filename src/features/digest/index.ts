import type { Feature } from '../feature.ts';
import { districtVerbs, pickDistrict } from './district.ts';
import { amendSummary, planCoaches, runSummary } from './friday.ts';
import { decide, explain, tryAgain } from './decisions.ts';
import { home } from './home.ts';
import { refreshPosted, runPost } from './monday.ts';
import { runPreview } from './preview.ts';
import { askToRetract, retracting } from './retract.ts';
import { planDistrict, planDistricts } from './schedule.ts';
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
    'digest.preview': runPreview,
    'digest.post': runPost,
  },
  hears: {
    'check-in.sent': async (ctx, fact) => {
      if (!fact.late) return;
      await amendSummary(ctx, fact);
      await refreshPosted(ctx, fact, 'update');
    },
    'visit.logged': (ctx, fact) => refreshPosted(ctx, fact, 'correct'),
    'calendar.changed': async (ctx, fact) => {
      await planDistrict(ctx, fact.districtId);
      await planCoaches(ctx);
    },
  },
  async wake(ctx) {
    await planDistricts(ctx);
    await planCoaches(ctx);
  },
  home,
  examples,
};

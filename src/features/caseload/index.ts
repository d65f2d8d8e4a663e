import { noteReads } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import { listPairsOfCoach } from '../../roster/store.ts';
import type { Asked, Feature } from '../feature.ts';
import { home } from './home.ts';
import { byNeed, looksOf } from './rules.ts';
import * as screens from './screens.ts';
import { readStandings } from './store.ts';

const PAIRS_A_PAGE = 12;

export const caseload: Feature = {
  name: 'caseload',
  verbs: [
    {
      command: 'coach',
      verb: '',
      usage: '[page]',
      help: 'Your caseload: who needs you first',
      roles: ['COACH'],
      menus: ['chat'],
      run: showCaseload,
    },
  ],
  home,
  examples: screens.examples,
};

async function showCaseload(ctx: Asked, words: string): Promise<Reply> {
  const pairs = await listPairsOfCoach(ctx.tx, ctx.viewer);
  if (pairs.length === 0) return { kind: 'say', card: screens.emptyCard() };
  const standings = await readStandings(ctx.tx, ctx.viewer, pairs, ctx.now);
  const pages = Math.ceil(standings.length / PAIRS_A_PAGE);
  const page = Math.min(pages, Math.max(1, Number.parseInt(words, 10) || 1));
  const shown = byNeed(standings).slice((page - 1) * PAIRS_A_PAGE, page * PAIRS_A_PAGE);
  await noteReads(ctx.tx, ctx.viewer, ctx.now, looksOf(shown));
  return { kind: 'say', card: screens.caseloadCard(shown, page, pages) };
}

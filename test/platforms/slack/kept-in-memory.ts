/** Installations as the port promises them, kept in memory: a removal counts only for an installation that is no newer. */
import { randomUUID } from 'node:crypto';
import type { Installation, Installations } from '../../../src/chat/installation.ts';

export interface KeptInMemory extends Installations {
  all: Map<string, Installation>;
  /** While it is true, nothing can be looked up or saved. */
  away: boolean;
  /** Why each installation was taken away, in turn. */
  removals: { teamId: string; why: string; isGone: boolean }[];
}

export function keepInMemory(): KeptInMemory {
  const all = new Map<string, Installation>();
  const states = new Set<string>();
  const removals: KeptInMemory['removals'] = [];
  const assertHere = () => {
    if (kept.away) throw new Error('The database is away.');
  };
  const kept: KeptInMemory = {
    all,
    removals,
    away: false,
    find: async (teamId) => {
      assertHere();
      return all.get(teamId);
    },
    save: async (installation) => {
      assertHere();
      all.set(installation.teamId, installation);
    },
    remove: async (teamId, at, why) => {
      const found = all.get(teamId);
      const isGone = found === undefined || found.installedAt <= at;
      if (isGone) all.delete(teamId);
      removals.push({ teamId, why, isGone });
      return isGone;
    },
    issueState: async () => {
      const state = randomUUID();
      states.add(state);
      return state;
    },
    spendState: async (state) => states.delete(state),
  };
  return kept;
}

// The life of a digest. Every move that is not listed is refused.
import { ConflictError } from '../../../errors.ts';

export type DigestState = 'COMPILING' | 'PREVIEW' | 'HELD' | 'APPROVED' | 'POSTED' | 'CORRECTED' | 'RETRACTED';
export type DigestMove = 'preview' | 'approve' | 'hold' | 'release' | 'post' | 'update' | 'correct' | 'retract';

/**
 * COMPILING: being made. PREVIEW: shown to the partner's managers. HELD: a manager stopped it; it is not posted until
 * released. APPROVED: a manager agreed. POSTED: out, also when nobody acted, because all of it is safe to post.
 * CORRECTED: changed in place after it was out. RETRACTED: taken back.
 */
const MOVES: Record<DigestState, Partial<Record<DigestMove, DigestState>>> = {
  COMPILING: { preview: 'PREVIEW', hold: 'HELD', approve: 'APPROVED', post: 'POSTED' },
  PREVIEW: { preview: 'PREVIEW', approve: 'APPROVED', hold: 'HELD', post: 'POSTED' },
  HELD: { hold: 'HELD', release: 'PREVIEW' },
  APPROVED: { approve: 'APPROVED', hold: 'HELD', post: 'POSTED' },
  POSTED: { update: 'POSTED', correct: 'CORRECTED', retract: 'RETRACTED' },
  CORRECTED: { update: 'CORRECTED', correct: 'CORRECTED', retract: 'RETRACTED' },
  RETRACTED: {},
};

export function moved(from: DigestState, move: DigestMove): DigestState {
  const to = MOVES[from][move];
  if (to === undefined) throw new ConflictError(REFUSALS[from] ?? 'That was already decided for this summary.');
  return to;
}

export function canMove(from: DigestState, move: DigestMove): boolean {
  return MOVES[from][move] !== undefined;
}

export function isOut(state: DigestState): boolean {
  return state === 'POSTED' || state === 'CORRECTED';
}

const REFUSALS: Partial<Record<DigestState, string>> = {
  HELD: 'This digest is on hold. Release it first.',
  POSTED: 'This digest is already posted.',
  CORRECTED: 'This digest is already posted.',
  RETRACTED: 'This digest was taken back.',
};

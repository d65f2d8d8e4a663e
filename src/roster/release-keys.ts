// Whose yes lets words of a pair go further, as the compact says it: the terms and the releases both read it here. Pure.
import type { RelationshipType } from '../db/generated/enums.ts';

export const RELEASABLE = ['step', 'goal', 'answer'] as const;
/** A step that is done, a goal, or a line of the principal's own in a check-in. */
export type Releasable = (typeof RELEASABLE)[number];

/**
 * Two wrote a step and a goal, so it takes both of them. A supervisor is not asked: else whoever evaluates a principal would
 * decide which of their good news is told.
 */
const KEYS: Readonly<Record<RelationshipType, readonly Releasable[]>> = {
  NON_EVALUATIVE: ['step', 'goal'],
  SUPERVISOR_COACH: [],
};

export function needsBothKeys(relationship: RelationshipType, kind: Releasable): boolean {
  return KEYS[relationship].includes(kind);
}

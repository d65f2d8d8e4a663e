// Whether coaches are also evaluators, as a file says it: one answer for all coaching of a partner in a district, because one
// compact is signed for all of it.
import type { RelationshipType } from '../../db/generated/enums.ts';
import type { IssueLog } from './issue.ts';
import type { CurrentRoster, Plan, Ref } from './plan.ts';
import type { PairRow } from './rows.ts';

const IN_WORDS: Record<RelationshipType, string> = {
  NON_EVALUATIVE: 'coaches are not evaluators',
  SUPERVISOR_COACH: 'coaches are also evaluators',
};

interface Wish {
  row: PairRow;
  district: Ref;
}

/** Changes the plan's engagements. One that stands is changed only when a human agrees: its pairs pause until all sign anew. */
export function compareRelationships(
  wishes: readonly Wish[],
  {
    current,
    plan,
    provider,
    file,
    log,
  }: { current: CurrentRoster; plan: Plan; provider: Ref; file: string; log: IssueLog },
): void {
  const wished = new Map<Ref, RelationshipType>();
  for (const { row, district } of wishes) {
    if (row.relationshipType === undefined) continue;
    const other = wished.get(district);
    if (other !== undefined && other !== row.relationshipType)
      log.error(
        'RELATIONSHIP_CONFLICT',
        file,
        row.line,
        'An earlier row of this district says otherwise in "relationship". Its coaches are all evaluators, or none of them is.',
      );
    wished.set(district, row.relationshipType);
  }
  for (const [district, relationshipType] of wished) {
    const name = current.organizations.find(({ id }) => id === district)?.name ?? '';
    const label = `${name}: ${IN_WORDS[relationshipType]}`;
    const made = plan.engagements.find(({ set }) => set.provider === provider && set.district === district);
    const now = current.engagements.find((one) => one.provider === provider && one.district === district);
    if (made) {
      made.set.relationshipType = relationshipType;
      made.label = label;
    } else if (now && now.relationshipType !== relationshipType) {
      plan.engagements.push({ ref: now.id, isNew: false, label, set: { relationshipType } });
      const pairs = current.assignments.filter(({ engagement }) => engagement === now.id).length;
      plan.approval.push(
        `${label}. ${String(pairs)} ${pairs === 1 ? 'pair pauses' : 'pairs pause'} until principal, coach and district have agreed to the new compact.`,
      );
    }
  }
}

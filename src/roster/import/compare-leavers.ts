// Whoever leaves takes their pairs with them: what the two wrote stays theirs, and passes to no successor.
import type { Day } from '../../zone.ts';
import type { People } from './compare-people.ts';
import type { CurrentRoster, Plan } from './plan.ts';

export function endWithLeavers(
  plan: Plan,
  current: CurrentRoster,
  people: Pick<People, 'isActive' | 'nameOf' | 'held'>,
  today: Day,
): void {
  const touched = new Set(plan.assignments.map(({ ref }) => ref));
  const hasLeft = (person: string) => !people.isActive(person) && !people.held.has(person);
  for (const { id, coach, principal } of current.assignments) {
    if (touched.has(id) || (!hasLeft(coach) && !hasLeft(principal))) continue;
    const [from, endReason] = hasLeft(principal) ? [principal, 'PRINCIPAL_LEFT'] : [coach, 'COACH_LEFT'];
    const label = `${people.nameOf(coach)} and ${people.nameOf(principal)}`;
    plan.assignments.push({ ref: id, isNew: false, label, set: { status: 'ENDED', endsOn: today, endReason } });
    plan.approval.push(`The pair of ${label} would end, because ${people.nameOf(from)} has left.`);
  }
}

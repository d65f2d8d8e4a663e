import type { Fact } from '../../../src/features/facts.ts';
import { concernOf } from '../../../src/desk/home-news.ts';

const pair = { pairs: ['a'] };

it.each<[Fact, object]>([
  [{ kind: 'check-in.opened', assignmentIds: ['a'] }, pair],
  [
    { kind: 'check-in.sent', checkInId: 'c', assignmentId: 'a', personId: 'p', weekOf: '', steps: {}, late: false },
    pair,
  ],
  [{ kind: 'check-in.closed', assignmentIds: ['a'] }, pair],
  [{ kind: 'visit.logged', visitId: 'v', assignmentId: 'a', weekOf: '', seen: {} }, pair],
  [{ kind: 'barrier.named', assignmentId: 'a', category: 'budget', byId: 'p', forDistrict: true, key: 'k' }, pair],
  [{ kind: 'plan.changed', assignmentId: 'a' }, pair],
  [{ kind: 'step.moved', stepId: 's', assignmentId: 'a', to: 'STUCK' }, pair],
  [{ kind: 'person.acted', personId: 'p' }, { person: 'p' }],
  [{ kind: 'digest.posted', organizationId: 'd' }, { district: 'd' }],
])('%j concerns those who are in it', (fact, concern) => {
  expect(concernOf(fact)).toEqual(concern);
});

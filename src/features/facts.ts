/** What features tell one another. A fact is announced in the transaction that made it true, and heard in the same one. */
export type StepReport = 'done' | 'moving' | 'stuck' | 'not-started' | 'dropped';
export type StepSight = 'clearly' | 'partly' | 'not-yet';

export type Fact =
  /** A check-in was sent or changed; `steps` is what the principal says of each open step, `weekOf` the Monday. */
  | {
      kind: 'check-in.sent';
      checkInId: string;
      assignmentId: string;
      personId: string;
      weekOf: string;
      steps: Record<string, StepReport>;
      late: boolean;
    }
  /** Check-ins of these pairs were opened, and their principals are asked. */
  | { kind: 'check-in.opened'; assignmentIds: readonly string[] }
  /** Check-ins of these pairs closed without an answer. */
  | { kind: 'check-in.closed'; assignmentIds: readonly string[] }
  /** A coach wrote down a day on site; `seen` is what the coach saw of each open step, `next` the step to propose. */
  | {
      kind: 'visit.logged';
      visitId: string;
      assignmentId: string;
      weekOf: string;
      seen: Record<string, StepSight>;
      next?: { text: string; dueOn: string };
    }
  /** A barrier is to be raised; only what the principal agreed to is district-visible. */
  | { kind: 'barrier.named'; assignmentId: string; category: string; byId: string; forDistrict: boolean; key: string }
  /** A pair's plan has something new or different in it: a goal, a proposal, a choice. */
  | { kind: 'plan.changed'; assignmentId: string }
  | { kind: 'step.moved'; stepId: string; assignmentId: string; to: string }
  /** A district's week is out, or has changed since. */
  | { kind: 'digest.posted'; organizationId: string }
  /** Words were released to an audience, or are not any more; `wasOut` where they were posted by then. */
  | { kind: 'release.changed'; grantId: string; districtId: string; stands: boolean; wasOut: boolean }
  /** Days, hours or a leave of a district have changed: what is planned there is planned anew. */
  | { kind: 'calendar.changed'; districtId: string }
  /** A day was called off for the day itself, or that was taken back. */
  | { kind: 'closure.called'; districtId: string; schoolIds: readonly string[]; day: string }
  | { kind: 'closure.undone'; districtId: string; schoolIds: readonly string[]; day: string }
  /** What is to go out of a records request was put forward, and waits for a second key. */
  | { kind: 'records.submitted'; requestId: string }
  /** Somebody pressed or sent something, and it was taken. */
  | { kind: 'person.acted'; personId: string };

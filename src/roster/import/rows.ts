// The rows that come out of any staff file, whatever its format. They are all that is kept of it.

import { z } from 'zod';
import type { RelationshipType } from '../../db/generated/enums.ts';

export const Day = z.iso.date();

export const SCHOOL_LEVELS = ['ELEMENTARY', 'MIDDLE', 'HIGH', 'K8', 'SECONDARY_6_12', 'K12', 'OTHER'] as const;

export const OrgRow = z.strictObject({
  externalId: z.string().min(1).max(200),
  kind: z.enum(['district', 'school']),
  name: z.string().min(1).max(200),
  parentExternalId: z.string().optional(),
  level: z.enum(SCHOOL_LEVELS).optional(),
  timeZone: z.string().optional(),
  ncesId: z.string().max(40).optional(),
  tracks: z.array(z.string().max(20)).optional(),
  cluster: z.string().max(60).optional(),
  /** False in a delta that takes the organization away. */
  active: z.boolean(),
});
export type OrgRow = z.infer<typeof OrgRow>;

export const PersonRow = z.strictObject({
  externalId: z.string().min(1).max(200),
  displayName: z.string().min(1).max(200),
  /** Case-folded. */
  email: z.string().max(254).optional(),
  active: z.boolean(),
});
export type PersonRow = z.infer<typeof PersonRow>;

export const GRANTED_ROLES = [
  'PRINCIPAL',
  'SCHOOL_TEAM',
  'DISTRICT_LEADER',
  'ADMIN',
  'COACH',
  'LP_MANAGER',
  'RECORDS_OFFICER',
] as const;

/** For PRINCIPAL a candidate only: who the principal is, is decided when the import is compared. */
export const GrantRow = z.strictObject({
  personExternalId: z.string().min(1),
  orgExternalId: z.string().min(1),
  role: z.enum(GRANTED_ROLES),
  subRole: z.string().max(100).optional(),
  startsOn: Day.optional(),
  endsOn: Day.optional(),
});
export type GrantRow = z.infer<typeof GrantRow>;

export const SessionRow = z.strictObject({
  externalId: z.string().min(1),
  title: z.string().max(200),
  type: z.enum(['gradingPeriod', 'semester', 'schoolYear', 'term']),
  startsOn: Day,
  endsOn: Day,
  /** Named by the year it ends in. */
  schoolYear: z.number().int(),
});
export type SessionRow = z.infer<typeof SessionRow>;

export const PLATFORMS = ['SLACK', 'TEAMS'] as const;

/** A coach and a principal; without principal, a manager of the coaching partner. */
export const PairRow = z.strictObject({
  /** Where it stands in the file, for what only the comparison can find wrong. */
  line: z.number().int(),
  coachName: z.string().min(1).max(200),
  coachEmail: z.string().max(254),
  principalEmail: z.string().max(254).optional(),
  school: z.string().max(200).optional(),
  /** 1 is Monday. */
  visitWeekday: z.number().int().min(1).max(5).optional(),
  coachPlatform: z.enum(PLATFORMS).optional(),
  principalPlatform: z.enum(PLATFORMS).optional(),
  compactSignedOn: Day.optional(),
  relationshipType: z.enum(['NON_EVALUATIVE', 'SUPERVISOR_COACH'] satisfies RelationshipType[]).optional(),
});
export type PairRow = z.infer<typeof PairRow>;

export type RosterRow =
  | { kind: 'org'; row: OrgRow }
  | { kind: 'person'; row: PersonRow }
  | { kind: 'grant'; row: GrantRow }
  | { kind: 'session'; row: SessionRow }
  | { kind: 'pair'; row: PairRow };

export interface Progress {
  file: string;
  bytesRead: number;
  bytesTotal: number;
  rows: number;
}

export interface ReadOptions {
  /** Says which roles are over. */
  today: string;
  /** For formats and rows that state no time zone. */
  defaultTimeZone?: string | undefined;
  /** Rows are handed on in batches of this size, and reading waits until a batch is taken. */
  batchSize?: number | undefined;
  onBatch(rows: RosterRow[]): Promise<void> | void;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** What the database knows already; a delta may speak of it without repeating it. */
  known?: { orgs: ReadonlyMap<string, 'district' | 'school'>; people: ReadonlySet<string> } | undefined;
}

export interface RosterReading {
  format: 'oneroster-1.1' | 'oneroster-1.2' | 'spreadsheet' | 'pairs' | 'unknown';
  /** Whether what is not in the file is missing, or merely unchanged. */
  mode: 'bulk' | 'delta';
  /** Rows of each kind that were handed on. */
  kept: Record<RosterRow['kind'], number>;
  /** Rows that were counted and let go, by the role they named. */
  dropped: Record<string, number>;
}

/** Collects rows and hands them on, so that nobody holds a whole file. */
export function createBatcher(options: Pick<ReadOptions, 'batchSize' | 'onBatch'>): Batcher {
  const size = options.batchSize ?? 500;
  const kept: RosterReading['kept'] = { org: 0, person: 0, grant: 0, session: 0, pair: 0 };
  let batch: RosterRow[] = [];

  async function flush(): Promise<void> {
    const rows = batch;
    batch = [];
    if (rows.length > 0) await options.onBatch(rows);
  }

  return {
    kept,
    flush,
    add(row) {
      kept[row.kind] += 1;
      batch.push(row);
      return batch.length >= size ? flush() : undefined;
    },
  };
}

export interface Batcher {
  kept: RosterReading['kept'];
  /** A promise only when a batch went out and has to be waited for. */
  add(row: RosterRow): Promise<void> | undefined;
  flush(): Promise<void>;
}

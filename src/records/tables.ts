// Every table, and of which class its rows are. What is about to be kept for a time says whom, which school and which days a
// row is about, in SQL over the row `r`: holds, the purge and requests for records all ask the same.
import type { RecordClassName } from './classes.ts';

export interface Recorded {
  table: string;
  of: RecordClassName;
  /** Where rows of one table are of several classes. */
  only?: string;
  /** Whether a row's time began before `$cutoff`, a day. */
  begunBefore: string;
  /** Arrays of ids. */
  people: string;
  schools: string;
  /** The first and the last day that it is about. */
  first: string;
  last: string;
  /** Rows that others still point at wait for them. */
  unless?: string;
  /** Empties a column and leaves the row, which is a fact of another class. */
  empties?: { column: string; to: string };
  /** Who takes the rows out; the purge, where nothing is said. */
  by?: string;
}

/** What is kept as long as the customer is one, and why. */
export interface Kept {
  table: string;
  because: string;
}

/** What hangs on a pair; its id is the SQL `assignment`. */
function ofPair(assignment: string): Pick<Recorded, 'begunBefore' | 'people' | 'schools'> {
  const pair = `from coach_assignment a where a.id = ${assignment}`;
  return {
    begunBefore: `${assignment} in (select a.id from coach_assignment a where a.status = 'ENDED' and a.ends_on < $cutoff)`,
    people: `array(select unnest(array[a.coach_id, a.principal_id]) ${pair})`,
    schools: `array(select a.school_id ${pair})`,
  };
}

/** What one person has, wherever they serve. */
function ofPerson(person: string): Pick<Recorded, 'people' | 'schools'> {
  return {
    people: `array[${person}]`,
    schools: `array(select a.school_id from coach_assignment a where ${person} in (a.coach_id, a.principal_id))`,
  };
}

/** What a whole district reads is about everybody in it. */
function ofDistrict(district: string): Pick<Recorded, 'people' | 'schools'> {
  return {
    people: `array(select unnest(array[a.coach_id, a.principal_id]) from coach_assignment a join school s on s.id = a.school_id where s.district_id = ${district})`,
    schools: `array(select s.id from school s where s.district_id = ${district})`,
  };
}

const of = (table: string, own: string, key: string) => `(select ${own} from ${table} where ${key})`;
const weekOf = of('check_in c', 'c.week_of', 'c.id = r.check_in_id');
const answer = {
  table: 'answer',
  ...ofPair(of('check_in c', 'c.assignment_id', 'c.id = r.check_in_id')),
  begunBefore:
    "r.check_in_id in (select c.id from check_in c join coach_assignment a on a.id = c.assignment_id where a.status = 'ENDED' and a.ends_on < $cutoff)",
  first: weekOf,
  last: `${weekOf} + 6`,
};
const onPlan = ofPair(of('plan p', 'p.assignment_id', 'p.id = r.plan_id'));
const changed = { first: 'r.created_at::date', last: 'r.updated_at::date' };
const barrier = { table: 'barrier', first: 'r.raised_on', last: 'coalesce(r.resolved_on, r.updated_at::date)' };
const about = ofPair('r.assignment_id');
const digest = of('digest d', 'd.organization_id', 'd.id = r.digest_id');
const digestWeek = of('digest d', 'd.week_of', 'd.id = r.digest_id');
const anybody = { people: 'null::uuid[]', schools: 'null::uuid[]' };

/** In an order in which no row goes before what points at it. */
export const RECORDED: readonly Recorded[] = [
  { ...answer, of: 'AUTHOR_NOTES', only: "r.audience = 'AUTHOR_ONLY'" },
  { ...answer, of: 'COACHING_PAIR', only: "r.audience <> 'AUTHOR_ONLY'" },
  {
    table: 'check_in',
    of: 'COACHING_PAIR',
    ...about,
    first: 'r.week_of',
    last: 'r.week_of + 6',
    unless: 'exists (select 1 from answer one where one.check_in_id = r.id)',
  },
  {
    table: 'step_move',
    of: 'COACHING_PAIR',
    ...ofPair('(select p.assignment_id from action_step s join plan p on p.id = s.plan_id where s.id = r.step_id)'),
    first: 'r.moved_at::date',
    last: 'r.moved_at::date',
  },
  {
    table: 'action_step',
    of: 'COACHING_PAIR',
    ...onPlan,
    ...changed,
    unless: 'exists (select 1 from step_move one where one.step_id = r.id)',
  },
  {
    table: 'goal',
    of: 'COACHING_PAIR',
    ...onPlan,
    ...changed,
    unless: 'exists (select 1 from action_step one where one.goal_id = r.id)',
  },
  {
    table: 'plan',
    of: 'COACHING_PAIR',
    ...about,
    first: 'r.starts_on',
    last: 'r.updated_at::date',
    unless:
      'exists (select 1 from goal one where one.plan_id = r.id) or exists (select 1 from action_step one where one.plan_id = r.id)',
  },
  {
    // Words of the pair, in a copy: what was released does not outlive what it was copied from.
    table: 'share_grant',
    of: 'COACHING_PAIR',
    ...about,
    first: 'r.asked_at::date',
    last: 'coalesce(r.ended_at, r.agreed_at, r.asked_at)::date',
  },
  { ...barrier, of: 'COACHING_PAIR', only: "r.visibility = 'PAIR'", ...about },
  {
    ...barrier,
    of: 'PROGRAM',
    only: "r.visibility <> 'PAIR'",
    ...about,
    begunBefore: 'coalesce(r.resolved_on, r.updated_at::date) < $cutoff',
  },
  {
    table: 'visit',
    of: 'PROGRAM',
    ...about,
    begunBefore: 'r.visited_on < $cutoff',
    first: 'r.visited_on',
    last: 'r.visited_on',
  },
  {
    table: 'digest_item',
    of: 'PROGRAM',
    begunBefore: 'r.digest_id in (select d.id from digest d where d.week_of < $cutoff)',
    ...ofDistrict(digest),
    first: digestWeek,
    last: `${digestWeek} + 6`,
  },
  {
    table: 'digest',
    of: 'PROGRAM',
    begunBefore: 'r.week_of < $cutoff',
    ...ofDistrict('r.organization_id'),
    first: 'r.week_of',
    last: 'r.week_of + 6',
    unless: 'exists (select 1 from digest_item one where one.digest_id = r.id)',
  },
  {
    table: 'roster_import_row',
    of: 'TRANSITORY',
    begunBefore: 'r.import_id in (select i.id from roster_import i where i.updated_at < $cutoff)',
    ...anybody,
    first: of('roster_import i', 'i.created_at::date', 'i.id = r.import_id'),
    last: of('roster_import i', 'i.updated_at::date', 'i.id = r.import_id'),
  },
  {
    table: 'roster_import',
    of: 'PROGRAM',
    begunBefore: 'r.updated_at < $cutoff',
    ...anybody,
    ...changed,
    unless: 'exists (select 1 from roster_import_row one where one.import_id = r.id)',
  },
  {
    table: 'form_draft',
    of: 'TRANSITORY',
    begunBefore: 'r.saved_at < $cutoff',
    ...ofPerson('r.person_id'),
    first: 'r.saved_at::date',
    last: 'r.saved_at::date',
  },
  {
    // That it arrived is told for a school year; what it said goes early.
    table: 'delivery',
    of: 'TRANSITORY',
    only: "r.status in ('SENT', 'DEAD', 'SUPERSEDED', 'UNKNOWN')",
    begunBefore: "r.updated_at < $cutoff and r.card <> '{}'",
    ...ofPerson('r.person_id'),
    ...changed,
    empties: { column: 'card', to: "'{}'" },
  },
];

/** Rows whose time is watched by those who write them. */
export const FORGOTTEN_ELSEWHERE: readonly (Kept & { of: RecordClassName; by: string })[] = [
  { table: 'audit_event', of: 'AUDIT', by: 'src/audit/forget.ts', because: 'a chain is forgotten from its beginning' },
  {
    table: 'delivery',
    of: 'TRANSITORY',
    by: 'src/jobs/retention.ts',
    because: 'the row, without its words, is a fact of the ledger',
  },
  {
    table: 'inbound_event',
    of: 'TRANSITORY',
    by: 'src/jobs/inbound.ts',
    because: 'a day, to know a repeated request by',
  },
  { table: 'due_work', of: 'TRANSITORY', by: 'src/jobs/due.ts', because: 'work that is done is deleted' },
  { table: 'join_code', of: 'TRANSITORY', by: 'src/installations/codes.ts', because: 'a code holds for days' },
  {
    table: 'records_key',
    of: 'TRANSITORY',
    by: 'src/records/keys.ts',
    because: 'a code holds for a week at most',
  },
  {
    table: 'oauth_state',
    of: 'TRANSITORY',
    by: 'src/installations/states.ts',
    because: 'a consent page is open for minutes',
  },
  { table: 'wrong_code', of: 'TRANSITORY', by: 'src/installations/tries.ts', because: 'an hour of tries' },
  {
    table: 'installation',
    of: 'TRANSITORY',
    by: 'src/installations/purge.ts',
    because: 'forgotten a month after the app was taken away',
  },
  {
    table: 'workspace',
    of: 'TRANSITORY',
    by: 'src/installations/purge.ts',
    because: 'forgotten a month after the app was taken away',
  },
  { table: 'workspace_turn', of: 'TRANSITORY', by: 'src/jobs/turns.ts', because: 'a process’s turn lasts seconds' },
];

export const KEPT: readonly Kept[] = [
  ...kept('the customer itself', 'tenant'),
  ...kept('the roster: without it nobody could tell what the records are about', 'organization', 'school', 'person'),
  ...kept('the roster: who may see what, end-dated and never deleted', 'role_grant'),
  ...kept('the roster: where somebody is reached', 'platform_account'),
  ...kept('the roster: who was away, so that a week is told rightly', 'leave'),
  ...kept(
    'who worked with whom from when to when; every record of a pair hangs on it',
    'engagement',
    'coach_assignment',
  ),
  ...kept('who agreed to which terms, in ids and dates', 'compact_signature'),
  ...kept('a calendar, in days and words of a district', 'calendar_day', 'closure'),
  ...kept('a setting', 'program_schedule', 'send_time', 'digest_channel', 'zone_data', 'record_schedule'),
  ...kept('the end of the audit’s chain, in hashes', 'audit_chain'),
  ...kept(
    'what must not be deleted, and what is gone: in ids, dates and counts',
    'legal_hold',
    'purged_record',
    'purge_run',
  ),
  ...kept(
    'who asked for which records, which two agreed, and what was taken out: in ids, dates and hashes',
    'records_request',
    'records_redaction',
  ),
  ...kept('a playground’s or a test’s clock', 'clock_shift'),
];

function kept(because: string, ...tables: string[]): Kept[] {
  return tables.map((table) => ({ table, because }));
}

// What goes, table by table, when a person is erased; and for every other table, why nothing there has to go. SQL over the row
// `r` and over `given`: the person, and in `words` whatever they wrote, their name and address, and the ids of their things.

export interface Erasing {
  table: string;
  /** For people: what it is. */
  what: string;
  /** Which rows. */
  where: string;
  /** What they become, where they stay without the words. */
  set?: string;
}

/** Who left is called so wherever a row must stay. */
export const WHO_LEFT = 'Someone who left';

const mention = (column: string) =>
  `exists (select 1 from unnest(given.words) word where position(word in ${column}::text) > 0)`;
const ofTheirSteps = `(r.step_id in (select s.id from action_step s, given where s.owner_id = given.person or (s.proposed_by_id = given.person and s.status = 'DRAFT')))`;

/** In an order in which no row goes before what points at it. */
export const ERASURES: readonly Erasing[] = [
  {
    table: 'answer',
    what: 'answers',
    where: 'r.check_in_id in (select c.id from check_in c, given where c.person_id = given.person)',
  },
  {
    table: 'check_in',
    what: 'answers that were begun',
    where: 'r.person_id = given.person and r.draft is not null',
    set: 'draft = null',
  },
  { table: 'records_key', what: 'codes for records', where: 'r.person_id = given.person' },
  { table: 'step_move', what: 'the history of their steps', where: ofTheirSteps },
  {
    table: 'step_move',
    what: 'their remarks on steps',
    where: 'r.by_id = given.person and r.note is not null',
    set: 'note = null',
  },
  {
    table: 'action_step',
    what: 'steps, and proposals that nobody took on',
    where: "r.owner_id = given.person or (r.proposed_by_id = given.person and r.status = 'DRAFT')",
  },
  {
    table: 'goal',
    what: 'goals',
    where: 'r.plan_id in (select p.id from plan p, given where p.owner_id = given.person)',
  },
  { table: 'share_grant', what: 'words that they released', where: 'r.owner_id = given.person' },
  { table: 'plan', what: 'coaching plans', where: 'r.owner_id = given.person' },
  {
    table: 'barrier',
    what: 'barriers that stayed with the pair',
    where: "r.visibility = 'PAIR' and r.raised_by_id = given.person",
  },
  {
    table: 'visit',
    what: 'their private flags to the partner',
    where: 'r.coach_id = given.person and r.match_help',
    set: 'match_help = false',
  },
  { table: 'form_draft', what: 'forms that were not sent', where: 'r.person_id = given.person' },
  { table: 'delivery', what: 'messages to them', where: 'r.person_id = given.person' },
  {
    table: 'delivery',
    what: 'messages to others that name or quote them',
    where: `r.card <> '{}' and r.person_id is distinct from given.person and (${mention('r.card')} or ${mention('r.about')})`,
    set: `card = '{}', status = case when r.status in ('PENDING', 'FAILED') then 'SUPERSEDED' else r.status end`,
  },
  {
    table: 'inbound_event',
    what: 'replies of the last day that might be asked for again',
    where: `r.reply is not null and ${mention('r.reply')}`,
    set: 'reply = null',
  },
  {
    table: 'due_work',
    what: 'work that was planned for them',
    where: `${mention('r.subject')} or ${mention('r.data')}`,
  },
  {
    table: 'digest_item',
    what: 'lines of digests that name or quote them',
    where: mention('r.text'),
    set: `text = '${WHO_LEFT}: this line was taken out.'`,
  },
  {
    table: 'roster_import',
    what: 'reports of roster files that name them',
    where: `r.report is not null and ${mention('r.report')}`,
    set: 'report = null',
  },
  { table: 'roster_import_row', what: 'rows of roster files', where: mention('r.data') },
  {
    table: 'legal_hold',
    what: 'notes on holds that were lifted and name them',
    where: `${mention('r.matter')} or ${mention('r.lift_reason')}`,
    set: `matter = '${WHO_LEFT}', lift_reason = case when r.lift_reason is null then null else '${WHO_LEFT}' end`,
  },
  { table: 'send_time', what: 'their own hour', where: 'r.person_id = given.person' },
  { table: 'leave', what: 'days away', where: 'r.person_id = given.person' },
  { table: 'leave', what: 'days on which they stood in', where: 'r.cover_id = given.person', set: 'cover_id = null' },
  { table: 'join_code', what: 'one-time codes', where: 'r.person_id = given.person' },
  { table: 'join_code', what: 'codes that they used', where: mention('r.used_by'), set: 'used_by = null' },
  { table: 'platform_account', what: 'accounts in Slack and Teams', where: 'r.person_id = given.person' },
  {
    table: 'role_grant',
    what: 'roles that still held',
    where: 'r.person_id = given.person and coalesce(r.ends_on >= throughline_now()::date, true)',
    set: 'ends_on = throughline_now()::date - 1',
  },
  {
    table: 'person',
    what: 'name and address',
    where: `r.id = given.person and (r.active or r.email is not null or r.display_name <> '${WHO_LEFT}')`,
    set: `display_name = '${WHO_LEFT}', email = null, external_id = null, preferred_platform = null, time_zone = null, active = false`,
  },
];

export interface Staying {
  table: string;
  what: string;
  because: string;
  /** Which rows are about the person; without it none is. */
  where?: string;
}

const inTheirPairs =
  'r.assignment_id in (select a.id from coach_assignment a, given where given.person in (a.coach_id, a.principal_id))';

export const STAYING: readonly Staying[] = [
  {
    ...{ table: 'coach_assignment', what: 'pairs', where: 'given.person in (r.coach_id, r.principal_id)' },
    because: `other people’s records hang on them; they name “${WHO_LEFT}”`,
  },
  {
    ...{ table: 'check_in', what: 'weeks', where: 'r.person_id = given.person' },
    because: 'that a week was asked, answered or excused is counted; there are no words in it',
  },
  {
    ...{ table: 'visit', what: 'visits', where: inTheirPairs },
    because: 'the school’s: dates and kinds of work, no words',
  },
  {
    ...{ table: 'barrier', what: 'barriers', where: `r.visibility <> 'PAIR' and ${inTheirPairs}` },
    because: 'the school’s: a kind and dates, no words',
  },
  {
    ...{
      table: 'action_step',
      what: 'steps that they proposed',
      where: "r.proposed_by_id = given.person and r.owner_id <> given.person and r.status <> 'DRAFT'",
    },
    because: 'whoever took a step on made it their own',
  },
  {
    ...{ table: 'compact_signature', what: 'signatures', where: 'r.person_id = given.person' },
    because: 'that the terms were agreed to, in ids and dates',
  },
  {
    ...{ table: 'audit_event', what: 'rows of the audit', where: 'given.person in (r.actor_id, r.owner_id)' },
    because: 'who read or changed what, in ids; they go after their own time',
  },
  {
    ...{ table: 'role_grant', what: 'roles', where: 'r.person_id = given.person' },
    because: 'who might see what, and when, in ids',
  },
  {
    ...{ table: 'purged_record', what: 'counts of what the schedule deleted', where: 'r.subject = given.person' },
    because: 'ids, numbers and dates',
  },
  ...stays('what a whole district reads: numbers stay as they were published', 'digest'),
  ...stays(
    'places, calendars and settings, about nobody',
    'tenant',
    'organization',
    'school',
    'calendar_day',
    'program_schedule',
  ),
  ...stays('who called a day off or chose a channel, in an id', 'closure', 'digest_channel'),
  ...stays('about the partner’s support as a whole', 'engagement'),
  ...stays(
    'who asked for which records under public-records law, and what was taken out: ids, dates and hashes',
    'records_request',
    'records_redaction',
  ),
  ...stays('a workspace, not a person', 'workspace', 'workspace_turn', 'installation', 'oauth_state'),
  ...stays('accounts that belong to nobody we know, for an hour', 'wrong_code'),
  ...stays('hashes, versions and clocks', 'audit_chain', 'zone_data', 'record_schedule', 'purge_run', 'clock_shift'),
];

function stays(because: string, ...tables: string[]): Staying[] {
  return tables.map((table) => ({ table, what: table, because }));
}

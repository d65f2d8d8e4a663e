// Everything about one person, for that person: from every table, or with the reason why a table has nothing of theirs. What others
// wrote for themselves or for somebody else is not theirs to have.
import { noteActs } from '../audit/write.ts';
import type { Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { systemViewer } from '../roster/access.ts';
import { getPersonName } from '../roster/store.ts';
import { plain, RecordsFile, type Files } from './package.ts';
import { htmlPage } from './pages.ts';
import { nameAll, readSection, type Section, type Shown } from './sections.ts';

interface Own extends Shown {
  /** Of the row `r`, with `$me` for the person. */
  where: string;
}

const MY_PAIRS = 'select a.id from coach_assignment a where $me in (a.principal_id, a.coach_id)';
const MY_PLANS = 'select p.id from plan p where p.owner_id = $me';

export const OWN: Readonly<Record<string, Own>> = {
  person: { title: 'You in the roster', where: 'r.id = $me' },
  role_grant: { title: 'Your roles', where: 'r.person_id = $me' },
  platform_account: { title: 'Your accounts', where: 'r.person_id = $me', without: ['conversation'] },
  leave: { title: 'Days away', where: '$me in (r.person_id, r.cover_id)' },
  send_time: { title: 'When you like to be asked', where: 'r.person_id = $me' },
  coach_assignment: { title: 'Your pairs', where: '$me in (r.principal_id, r.coach_id)' },
  compact_signature: { title: 'Terms you agreed to', where: 'r.person_id = $me' },
  check_in: { title: 'Your check-ins', where: 'r.person_id = $me' },
  answer: { title: 'Your answers', where: 'r.check_in_id in (select c.id from check_in c where c.person_id = $me)' },
  plan: { title: 'Your coaching plan', where: 'r.owner_id = $me' },
  goal: { title: 'Your goals', where: `r.plan_id in (${MY_PLANS})` },
  action_step: { title: 'Action steps of yours, or that you proposed', where: '$me in (r.owner_id, r.proposed_by_id)' },
  step_move: {
    title: 'What became of your action steps, and what you did about others’',
    where: 'r.by_id = $me or r.step_id in (select s.id from action_step s where s.owner_id = $me)',
  },
  // A coach who agreed has that in the audit; the words are the principal's.
  share_grant: { title: 'What you released', where: 'r.owner_id = $me', without: ['words_hash'] },
  visit: { title: 'Days on site that you logged', where: 'r.coach_id = $me' },
  barrier: { title: 'Barriers that you raised', where: 'r.raised_by_id = $me' },
  form_draft: { title: 'What you typed and have not sent', where: 'r.person_id = $me' },
  delivery: {
    title: 'Messages to you',
    where: 'r.person_id = $me and r.updates is null',
    without: ['address', 'lane', 'lease_by', 'lease_until', 'guard', 'priority'],
  },
  closure: { title: 'Days that you called off', where: 'r.called_by_id = $me' },
  digest_channel: { title: 'Channels that you chose', where: 'r.chosen_by_id = $me', without: ['address'] },
  join_code: { title: 'Codes that link your account', where: 'r.person_id = $me', without: ['hash'] },
  records_key: { title: 'Codes for records', where: 'r.person_id = $me', without: ['hash'] },
  audit_event: {
    title: 'Who read what is yours, and what you did',
    // An officer's own work on a request would tell of requests of which the law forbids to tell.
    where: "(r.owner_id = $me or r.actor_id = $me) and r.thing not in ('legal-hold', 'records-request')",
    without: ['hash', 'once', 'place'],
  },
};

/** The visits of one's coach, without what the coach marked for the partner's managers alone. */
const VISITED: Own = {
  title: 'Days on site with you',
  where: `r.assignment_id in (${MY_PAIRS} and a.principal_id = $me)`,
  without: ['match_help', 'version'],
};

/** Tables in which nothing is one person's, or not theirs to have, and why. */
export const NOT_OWN: Readonly<Record<string, string>> = {
  ...none(
    'the customer, its places and its calendar',
    'tenant',
    'organization',
    'school',
    'engagement',
    'calendar_day',
    'workspace',
    'installation',
  ),
  ...none('a setting of the customer', 'program_schedule', 'zone_data', 'record_schedule'),
  ...none('a roster file while it is read in; what came of it is in the roster', 'roster_import', 'roster_import_row'),
  ...none('a line of a district’s digest, about many at once', 'digest', 'digest_item'),
  ...none(
    'how the product works, in ids',
    'wrong_code',
    'due_work',
    'workspace_turn',
    'inbound_event',
    'oauth_state',
    'audit_chain',
    'purged_record',
    'purge_run',
    'clock_shift',
  ),
  ...none(
    'known to records officers only, as the law may forbid to tell',
    'legal_hold',
    'records_request',
    'records_redaction',
  ),
};

function none(why: string, ...tables: string[]): Record<string, string> {
  return Object.fromEntries(tables.map((table) => [table, why]));
}

/** As a page and as a file for programs. That it was made is written down, and told to the person by /checkin readers. */
export async function everythingAbout(tx: Tx, tenantId: string, personId: string, now: Date): Promise<Files> {
  const viewer = systemViewer(tenantId);
  const about = await getPersonName(tx, viewer, personId);
  const sections: Section[] = [];
  for (const [table, own] of Object.entries(OWN))
    sections.push(await readSection(tx, table, own, whereOf(own, tenantId, personId)));
  const visited = await readSection(tx, 'visit', VISITED, whereOf(VISITED, tenantId, personId));
  sections.push({ ...visited, table: 'visit_with_you' });
  const found = await nameAll(
    tx,
    tenantId,
    sections.filter(({ rows }) => rows.length > 0),
  );
  await noteActs(tx, viewer, now, [{ act: 'exported', thing: 'person', aboutId: personId, ownerId: personId }]);
  const file = RecordsFile.parse({ about, sections: plain(found) });
  return new Map([
    [
      'index.html',
      htmlPage({
        title: `Everything about ${about} in Throughline`,
        lead: [
          `Made on ${now.toISOString().slice(0, 10)}, with a code that ${about} asked for. The same is in everything.json, for programs.`,
          'What others wrote for themselves or for somebody else is not in it. As a public employee’s work, what you wrote may be asked for under public-records law.',
        ],
        sections: found,
      }),
    ],
    ['everything.json', `${JSON.stringify(file, null, 2)}\n`],
  ]);
}

function whereOf({ where }: Own, tenantId: string, personId: string): Prisma.Sql {
  // The id is one of ours, and is checked to be one, as SQL has no place for it inside of a constant.
  const me = `'${personId.replace(/[^0-9a-f-]/g, '')}'::uuid`;
  return Prisma.sql`r.tenant_id = ${tenantId}::uuid and (${Prisma.raw(where.replaceAll('$me', me))})`;
}

// Invented schools with their pairs, made as rows: what is measured begins where a roster has been imported long ago.
import type { Db } from '../src/db/client.ts';

export interface Town {
  tenantId: string;
  /** By number, from 1. */
  districtId(number: number): string;
}

export const ZONE = 'America/New_York';
/** Monday to Friday of one week in autumn, as the tests have it. */
export const WEEK = '2026-10-12';

/** Always the same for the same thing, and a valid UUID. */
function idOf(what: string, number: string): string {
  return `overlay(overlay(md5('${what} ' || ${number}) placing '7' from 13) placing '8' from 17)::uuid`;
}

/** Each school has a principal with an account in Slack, every tenth a coach of their own; a third of the principals have a step. */
export async function buildTown(db: Db, size: { districts: number; schools: number }): Promise<Town> {
  const { schools, districts } = size;
  const run = (sql: string) => db.$executeRawUnsafe(sql);
  const tenant = `(select id from tenant where name = 'Bench')`;
  const all = `generate_series(1, ${String(schools)}) n`;
  const district = `1 + n % ${String(districts)}`;
  await run(`insert into tenant (id, name) values (gen_random_uuid(), 'Bench')`);
  await run(`insert into workspace (id, tenant_id, platform, team_id)
    values (gen_random_uuid(), ${tenant}, 'SLACK', 'T0BENCH')`);
  await run(`insert into organization (id, tenant_id, type, name, external_id, time_zone, updated_at)
    select ${idOf('district', 'n')}, ${tenant}, 'DISTRICT'::"OrganizationType", 'District ' || n, 'd' || n, '${ZONE}', now()
    from generate_series(1, ${String(districts)}) n
    union all select ${idOf('provider', '1')}, ${tenant}, 'LEAD_PARTNER', 'Partner', 'p1', '${ZONE}', now()`);
  await run(`insert into calendar_day (id, tenant_id, district_id, scope, day, type, label)
    select gen_random_uuid(), ${tenant}, ${idOf('district', 'n')}, 'district', '2026-10-12'::date + 30 * h, 'HOLIDAY', 'Holiday'
    from generate_series(1, ${String(districts)}) n, generate_series(-1, 6) h`);
  await run(`insert into engagement (id, tenant_id, provider_id, district_id)
    select ${idOf('engagement', 'n')}, ${tenant}, ${idOf('provider', '1')}, ${idOf('district', 'n')}
    from generate_series(1, ${String(districts)}) n`);
  await run(`insert into school (id, tenant_id, district_id, external_id, name, time_zone, updated_at)
    select ${idOf('school', 'n')}, ${tenant}, ${idOf('district', district)}, 's' || n, 'School ' || n, '${ZONE}', now() from ${all}`);
  await run(`insert into person (id, tenant_id, display_name, external_id, preferred_platform, updated_at)
    select ${idOf('principal', 'n')}, ${tenant}, 'Principal ' || n, 'p' || n, 'SLACK'::"PlatformName", now() from ${all}
    union all select ${idOf('coach', 'n')}, ${tenant}, 'Coach ' || n, 'c' || n, 'SLACK', now()
    from generate_series(0, ${String(schools)} / 10) n`);
  await run(`insert into platform_account (id, tenant_id, person_id, platform, team_id, user_id, conversation, updated_at)
    select gen_random_uuid(), ${tenant}, ${idOf('principal', 'n')}, 'SLACK', 'T0BENCH', 'U' || n,
      jsonb_build_object('teamId', 'T0BENCH', 'userId', 'U' || n, 'channelId', 'D' || n), now() from ${all}`);
  await run(`insert into coach_assignment (id, tenant_id, engagement_id, coach_id, principal_id, school_id, status,
      compact_signed_on, starts_on, visit_weekday, updated_at)
    select ${idOf('pair', 'n')}, ${tenant}, ${idOf('engagement', district)}, ${idOf('coach', 'n / 10')},
      ${idOf('principal', 'n')}, ${idOf('school', 'n')}, 'ACTIVE', '2026-08-01', '2026-08-01', 1 + n % 5, now() from ${all}`);
  await run(`insert into plan (id, tenant_id, owner_id, assignment_id, starts_on, updated_at)
    select ${idOf('plan', 'n')}, ${tenant}, ${idOf('principal', 'n')}, ${idOf('pair', 'n')}, '2026-08-01', now()
    from ${all} where n % 3 = 0`);
  await run(`insert into action_step (id, tenant_id, plan_id, owner_id, proposed_by_id, text, due_on, status, updated_at)
    select gen_random_uuid(), ${tenant}, ${idOf('plan', 'n')}, ${idOf('principal', 'n')}, ${idOf('coach', 'n / 10')},
      'Visit three classrooms and leave one next step in each', '2026-10-20', 'COMMITTED', now()
    from ${all} where n % 3 = 0`);
  await run('analyze');
  const [row] = await db.$queryRawUnsafe<{ id: string }[]>(`select id from tenant where name = 'Bench'`);
  const districtIds = await db.$queryRawUnsafe<{ n: number; id: string }[]>(
    `select n, ${idOf('district', 'n')} as id from generate_series(1, ${String(districts)}) n`,
  );
  return {
    tenantId: row?.id ?? '',
    districtId: (number) => districtIds.find((one) => one.n === number)?.id ?? '',
  };
}

/** Every pair's opening, due at one instant. */
export async function planOpenings(db: Db, { tenantId }: Town, dueAt: Date): Promise<void> {
  await db.$executeRaw`
    insert into due_work (id, tenant_id, job, subject, due_at, data)
    select gen_random_uuid(), tenant_id, 'check-in.open', id::text, ${dueAt}, jsonb_build_object('weekOf', ${WEEK}::text)
    from coach_assignment where tenant_id = ${tenantId}::uuid`;
}

/** A week that is over: nine in ten have answered, each prompt has arrived, most coaches were there, and a tenth met a barrier. */
export async function playWeek(db: Db, { tenantId }: Town): Promise<void> {
  const run = (sql: string) => db.$executeRawUnsafe(sql);
  const pairs = `(select *, row_number() over (order by id) as n from coach_assignment where tenant_id = '${tenantId}')`;
  await run(`insert into check_in (id, tenant_id, person_id, assignment_id, school_id, template, template_version, shape,
      week_of, status, open_at, nudge_at, close_at, late_until, submitted_at, updated_at)
    select gen_random_uuid(), tenant_id, principal_id, id, school_id, 'leadership-coaching.principal', 1, 'full', '${WEEK}',
      (case when n % 10 = 0 then 'MISSED' else 'SUBMITTED' end)::"CheckInStatus", '2026-10-15T18:00Z', '2026-10-16T13:00Z',
      '2026-10-16T21:00Z', '2026-10-19T09:00Z', case when n % 10 > 0 then '2026-10-15T19:00Z'::timestamptz end, now()
    from ${pairs} p`);
  await run(`insert into answer (id, tenant_id, check_in_id, question, value, audience)
    select gen_random_uuid(), tenant_id, id, question, to_jsonb(3 + ascii(right(id::text, 1)) % 7), 'PAIR_AND_COUNTS'
    from check_in, unnest(array['rooms', 'next-steps']) question where status = 'SUBMITTED'`);
  await run(`insert into delivery (id, tenant_id, key, kind, platform, team_id, address, lane, person_id, about, card, status,
      not_before, message_id, sent_at, updated_at)
    select gen_random_uuid(), tenant_id, kind || id, kind, 'SLACK', 'T0BENCH', '{}', 'lane' || id, person_id, id::text, '{}',
      'SENT', open_at, 'm', open_at, now()
    from check_in, unnest(array['check-in.prompt', 'check-in.nudge']) kind`);
  await run(`insert into visit (id, tenant_id, assignment_id, coach_id, school_id, visited_on, week_of, outcome, updated_at)
    select gen_random_uuid(), tenant_id, id, coach_id, school_id, '2026-10-13', '${WEEK}',
      case when n % 7 = 0 then 'moved' else 'full' end, now()
    from ${pairs} p where n % 5 > 0`);
  await run(`insert into barrier (id, tenant_id, school_id, assignment_id, category, lever, raised_by_id, visibility, raised_on,
      needed_by, updated_at)
    select gen_random_uuid(), tenant_id, school_id, id, (array['vacancy', 'substitutes', 'budget'])[1 + n % 3], 'PEOPLE',
      principal_id, 'DISTRICT', '2026-10-12', '2026-10-23', now()
    from ${pairs} p where n % 10 = 3`);
  await run(`insert into digest_channel (id, tenant_id, organization_id, platform, team_id, address, chosen_by_id)
    select gen_random_uuid(), tenant_id, id, 'SLACK', 'T0BENCH', '{"teamId": "T0BENCH", "channelId": "C1"}', id
    from organization where tenant_id = '${tenantId}' and type = 'DISTRICT'`);
  await run('analyze');
}

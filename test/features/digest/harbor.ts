// A small district of its own for each test, and a context that keeps what was said. All people are fictional.
import type { Card } from '../../../src/chat/card.ts';
import { plainText } from '../../../src/chat/plain.ts';
import type { Tx } from '../../../src/db/client.ts';
import { asSystem, inTenant } from '../../../src/db/scope.ts';
import { createContext } from '../../../src/desk/context.ts';
import { digest } from '../../../src/features/digest/index.ts';
import type { Fact } from '../../../src/features/facts.ts';
import type { Asked, Context, Message } from '../../../src/features/feature.ts';
import type { Reply } from '../../../src/chat/interaction.ts';
import { systemViewer } from '../../../src/roster/access.ts';
import { viewerOf } from '../../../src/roster/store.ts';
import { columnOfDay, instantAt } from '../../../src/zone.ts';
import type { TestDatabase } from '../../support/database.ts';

export const WEEK = '2026-10-19';
export const ZONE = 'America/New_York';
export const FRIDAY = instantAt(ZONE, '2026-10-23', '17:15');
export const PREVIEW = instantAt(ZONE, '2026-10-23', '17:30');
export const MONDAY = instantAt(ZONE, '2026-10-26', '07:00');

export interface PairRow {
  assignmentId: string;
  coachId: string;
  principalId: string;
  schoolId: string;
}

export interface Harbor {
  database: TestDatabase;
  tenantId: string;
  districtId: string;
  providerId: string;
  engagementId: string;
  leaderId: string;
  adminId: string;
  managerId: string;
  pairs: PairRow[];
}

/** A district with as many schools as asked for, each with a principal, two to a coach. */
export async function aHarbor(
  database: TestDatabase,
  options: { schools?: number; channel?: boolean } = {},
): Promise<Harbor> {
  const { id: tenantId } = await asSystem(database.db, (tx) =>
    tx.tenant.create({ data: { name: 'Northlight Partners' } }),
  );
  return inTenant(database.db, tenantId, async (tx) => {
    const organization = (name: string, type: 'DISTRICT' | 'LEAD_PARTNER') =>
      tx.organization.create({ data: { tenantId, name, type, timeZone: ZONE } });
    const { id: districtId } = await organization('Harbor City', 'DISTRICT');
    const { id: providerId } = await organization('Northlight Partners', 'LEAD_PARTNER');
    const { id: engagementId } = await tx.engagement.create({ data: { tenantId, providerId, districtId } });
    const leaderId = await aPerson(tx, tenantId, 'Camille Moreau', { role: 'DISTRICT_LEADER', scopeId: districtId });
    const adminId = await aPerson(tx, tenantId, 'Kim Adler', { role: 'ADMIN', scopeId: districtId });
    const managerId = await aPerson(tx, tenantId, 'Noor Haas', { role: 'LP_MANAGER', scopeId: providerId });
    const harbor: Harbor = {
      database,
      tenantId,
      districtId,
      providerId,
      engagementId,
      leaderId,
      adminId,
      managerId,
      pairs: [],
    };
    let coachId = '';
    for (let number = 1; number <= (options.schools ?? 7); number++) {
      if (number % 2 === 1) coachId = await aPerson(tx, tenantId, `Coach ${(number + 1) / 2}`);
      harbor.pairs.push(await aPair(tx, harbor, { coachId, name: `School ${number}` }));
    }
    if (options.channel !== false)
      await tx.digestChannel.create({
        data: {
          tenantId,
          organizationId: districtId,
          platform: 'TEAMS',
          teamId: 'entra',
          address: { teamId: 'entra', channelId: '19:cabinet' },
          chosenById: leaderId,
        },
      });
    return harbor;
  });
}

export async function aPerson(
  tx: Tx,
  tenantId: string,
  displayName: string,
  grant?: { role: 'DISTRICT_LEADER' | 'LP_MANAGER' | 'ADMIN'; scopeId: string },
): Promise<string> {
  const { id } = await tx.person.create({ data: { tenantId, displayName } });
  if (grant) await tx.roleGrant.create({ data: { tenantId, personId: id, ...grant } });
  return id;
}

export async function aPair(
  tx: Tx,
  harbor: Harbor,
  of: { coachId: string; name: string; zone?: string; visitWeekday?: number; unsigned?: boolean },
): Promise<PairRow> {
  const { tenantId, districtId, engagementId } = harbor;
  const { id: schoolId } = await tx.school.create({
    data: { tenantId, districtId, name: of.name, externalId: of.name, timeZone: of.zone ?? ZONE },
  });
  const principalId = await aPerson(tx, tenantId, `Principal of ${of.name}`);
  const { id: assignmentId } = await tx.coachAssignment.create({
    data: {
      tenantId,
      engagementId,
      coachId: of.coachId,
      principalId,
      schoolId,
      status: 'ACTIVE',
      visitWeekday: of.visitWeekday ?? 2,
      startsOn: columnOfDay('2026-08-01'),
      compactSignedOn: of.unsigned ? null : columnOfDay('2026-08-01'),
    },
  });
  return { assignmentId, coachId: of.coachId, principalId, schoolId };
}

type Status = 'OPEN' | 'SUBMITTED' | 'MISSED' | 'SKIPPED' | 'EXCUSED' | 'SUBMITTED_LATE';

/** A check-in of the week with its answers, and what the ledger says of its prompt. */
export async function aCheckIn(
  tx: Tx,
  harbor: Harbor,
  pair: PairRow,
  of: {
    status?: Status;
    week?: string;
    zone?: string;
    answers?: Record<string, { value: string | number | string[] | Record<string, string>; audience: string }>;
    prompt?: 'SENT' | 'DEAD' | 'UNKNOWN';
    skipReason?: string;
  } = {},
): Promise<string> {
  const { tenantId } = harbor;
  const week = of.week ?? WEEK;
  const status = of.status ?? 'SUBMITTED';
  const at = (days: number, time: string) => instantAt(of.zone ?? ZONE, plusDays(week, days), time);
  const { id } = await tx.checkIn.create({
    data: {
      tenantId,
      personId: pair.principalId,
      assignmentId: pair.assignmentId,
      schoolId: pair.schoolId,
      template: 'leadership-coaching.principal',
      templateVersion: 1,
      shape: 'full',
      weekOf: columnOfDay(week),
      status,
      openAt: at(3, '14:00'),
      nudgeAt: at(4, '09:00'),
      closeAt: at(4, '17:00'),
      lateUntil: at(7, '05:00'),
      submittedAt: status === 'SUBMITTED' ? at(4, '10:00') : null,
      skipReason: of.skipReason ?? null,
    },
  });
  for (const [question, { value, audience }] of Object.entries(of.answers ?? {}))
    await tx.answer.create({ data: { tenantId, checkInId: id, question, value, audience } });
  if (of.prompt !== undefined)
    await tx.delivery.create({
      data: {
        tenantId,
        key: `check-in:prompt:${id}`,
        kind: 'check-in.prompt',
        platform: 'TEAMS',
        teamId: 'entra',
        address: {},
        lane: 'x',
        about: id,
        card: {},
        status: of.prompt,
        notBefore: at(3, '14:00'),
        reasonText: of.prompt === 'DEAD' ? 'The app is not installed for this person.' : null,
      },
    });
  return id;
}

export function counts(rooms: number, talks = 3): Record<string, { value: number; audience: string }> {
  return {
    rooms: { value: rooms, audience: 'PAIR_AND_COUNTS' },
    'next-steps': { value: talks, audience: 'PAIR_AND_COUNTS' },
  };
}

export function inHarbor<T>(harbor: Harbor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTenant(harbor.database.db, harbor.tenantId, work);
}

/** What was said, planned and changed; all of it also happened in the ledger. */
export interface Said {
  sent: { personId: string; message: Message }[];
  posted: { organizationId: string; message: Message }[];
  /** What was posted into a thread. */
  replies: Message[];
  amended: { key: string; card: Card }[];
  planned: { job: string; subject: string; dueAt: Date; data: Record<string, string> }[];
}

export async function withContext(harbor: Harbor, now: Date, work: (ctx: Context) => Promise<void>): Promise<Said> {
  return inHarbor(harbor, async (tx) => {
    const said: Said = { sent: [], posted: [], replies: [], amended: [], planned: [] };
    await work(recording(createContext(tx, systemViewer(harbor.tenantId), now, []), said));
    return said;
  });
}

export async function asking(
  harbor: Harbor,
  personId: string,
  now: Date,
  work: (ctx: Asked) => Promise<Reply>,
  place: Asked['place'] = { private: true },
): Promise<Said & { reply: Reply }> {
  return inHarbor(harbor, async (tx) => {
    const said: Said = { sent: [], posted: [], replies: [], amended: [], planned: [] };
    const viewer = await viewerOf(tx, harbor.tenantId, personId, now.toISOString().slice(0, 10));
    const ctx = recording(createContext(tx, viewer, now, []), said);
    const reply = await work({
      ...ctx,
      personId,
      sender: { platform: 'teams', teamId: 'entra', userId: '29:x' },
      place,
      drafts: { find: () => Promise.resolve(undefined), keep: () => Promise.resolve(), drop: () => Promise.resolve() },
    });
    return { ...said, reply };
  });
}

function recording(ctx: Context, said: Said): Context {
  return {
    ...ctx,
    async send(personId, message) {
      said.sent.push({ personId, message });
      await ctx.send(personId, message);
    },
    async sendAll(messages) {
      said.sent.push(...messages.map(({ to, ...message }) => ({ personId: to, message })));
      await ctx.sendAll(messages);
    },
    async post(organizationId, message) {
      const posted = await ctx.post(organizationId, message);
      if (posted && message.under !== undefined) said.replies.push(message);
      else if (posted) said.posted.push({ organizationId, message });
      return posted;
    },
    async amend(key, card) {
      said.amended.push({ key, card });
      await ctx.amend(key, card);
    },
    async plan(job, subject, dueAt, data = {}) {
      said.planned.push({ job, subject, dueAt, data });
      await ctx.plan(job, subject, dueAt, data);
    },
    async planAll(works) {
      said.planned.push(...works.map((work) => ({ data: {}, ...work })));
      await ctx.planAll(works);
    },
  };
}

export function runJob(
  harbor: Harbor,
  job: 'digest.post' | 'digest.preview' | 'digest.coach-summary',
  now: Date,
  data: Record<string, string>,
  dueAt = now,
): Promise<Said> {
  return withContext(harbor, now, async (ctx) => digest.jobs?.[job]?.(ctx, { job, subject: 'test', dueAt, data }));
}

export function postJob(harbor: Harbor, now = MONDAY, week = WEEK): Promise<Said> {
  return runJob(harbor, 'digest.post', now, { district: harbor.districtId, week });
}

export async function hear(harbor: Harbor, now: Date, fact: Fact): Promise<Said> {
  return withContext(harbor, now, async (ctx) => {
    if (fact.kind === 'check-in.sent') await digest.hears?.['check-in.sent']?.(ctx, fact);
    if (fact.kind === 'visit.logged') await digest.hears?.['visit.logged']?.(ctx, fact);
  });
}

export function type(harbor: Harbor, personId: string, now: Date, verb: string, words = '', place?: Asked['place']) {
  return asking(
    harbor,
    personId,
    now,
    async (ctx) => {
      const found = digest.verbs?.find((one) => one.verb === verb);
      if (!found || !('run' in found)) throw new Error(`no verb ${verb}`);
      return found.run(ctx, words);
    },
    place,
  );
}

export function press(harbor: Harbor, personId: string, now: Date, action: string, state: Record<string, string>) {
  return asking(harbor, personId, now, async (ctx) => {
    const found = digest.presses?.[action];
    if (!found) throw new Error(`no press ${action}`);
    return found(ctx, state);
  });
}

export function textOf(reply: Reply): string {
  if (reply.kind !== 'say') throw new Error(`the reply is ${reply.kind}`);
  return plainText(reply.card);
}

export function textsOf(said: Said): string[] {
  return [...said.sent, ...said.posted].map(({ message }) => plainText(message.card));
}

export function plusDays(day: string, days: number): string {
  const date = columnOfDay(day);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export async function answered(harbor: Harbor, people: number, week = WEEK): Promise<string[]> {
  return inHarbor(harbor, async (tx) => {
    const ids: string[] = [];
    for (const [index, pair] of harbor.pairs.entries())
      ids.push(
        await aCheckIn(
          tx,
          harbor,
          pair,
          index < people ? { week, answers: counts(index + 1) } : { week, status: 'MISSED', prompt: 'SENT' },
        ),
      );
    return ids;
  });
}

export function posted(said: { posted: { message: { card: Parameters<typeof plainText>[0] } }[] }): string {
  const first = said.posted[0];
  if (!first) throw new Error('nothing was posted');
  return plainText(first.message.card);
}

export async function stateOf(harbor: Harbor): Promise<Record<string, string>> {
  const { id } = await inHarbor(harbor, (tx) => tx.digest.findFirstOrThrow());
  return { digest: id };
}

export async function statusOf(harbor: Harbor): Promise<string> {
  return (await inHarbor(harbor, (tx) => tx.digest.findFirstOrThrow())).status;
}

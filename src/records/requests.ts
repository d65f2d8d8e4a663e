// Requests for records. Each step is written down in the audit in the transaction that takes it.
import { z } from 'zod';
import { noteActs } from '../audit/write.ts';
import type { Tx } from '../db/client.ts';
import { Prisma, type RecordsRequest as Row } from '../db/generated/client.ts';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import type { PersonInPair, Viewer } from '../roster/access.ts';
import { columnOfDay, dayOfColumn, type Day } from '../zone.ts';
import { assertOfficer, isOfficerOf, type Scope } from './covers.ts';
import { liftHold, placeHold } from './holds.ts';
import { next, requestName, type Step } from './request-rules.ts';

export interface NewRequest {
  personId?: string;
  schoolId?: string;
  from: Day;
  to: Day;
  reference: string;
  /** Why the law forbids to tell those it is about; they are told where it is left out. */
  untoldWhy?: string;
}

export interface Request extends Omit<Row, 'fromOn' | 'toOn'> {
  from: Day;
  to: Day;
  /** The person or the school. */
  about: string;
}

/** Opens a request and holds what it is about, so that nothing of it is deleted meanwhile. */
export async function openRequest(tx: Tx, viewer: Viewer, now: Date, wanted: NewRequest): Promise<Request> {
  const { from, to, reference, personId, schoolId, untoldWhy } = wanted;
  const by = officerId(viewer);
  if (to < from) throw new InvalidError(`The last day, ${to}, is before the first, ${from}. Swap them.`);
  await assertOfficer(tx, viewer, wanted);
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('records-request ' || ${viewer.tenantId}, 0))`;
  const last = await tx.recordsRequest.aggregate({ where: { tenantId: viewer.tenantId }, _max: { number: true } });
  const number = (last._max.number ?? 0) + 1;
  const hold = await placeHold(tx, viewer, now, {
    ...scopeOf({ personId: personId ?? null, schoolId: schoolId ?? null, from, to }),
    matter: `Records request ${requestName(number)}`,
  });
  const { id } = await tx.recordsRequest.create({
    data: {
      tenantId: viewer.tenantId,
      number,
      personId: personId ?? null,
      schoolId: schoolId ?? null,
      fromOn: columnOfDay(from),
      toOn: columnOfDay(to),
      reference,
      untoldWhy: untoldWhy ?? null,
      openedById: by,
      openedAt: now,
      holdId: hold.id,
    },
    select: { id: true },
  });
  await note(tx, viewer, now, id, 'opened');
  return getRequest(tx, viewer, id);
}

/** Takes a step, if the request is there, the viewer is an officer of it, and the key is another person's than the first. */
export async function takeStep(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  id: string,
  step: Exclude<Step, 'read'>,
  more: { hash?: string } = {},
): Promise<Request> {
  await tx.$queryRaw`select 1 from records_request where tenant_id = ${viewer.tenantId}::uuid and id = ${id}::uuid for update`;
  const request = await getRequest(tx, viewer, id);
  const by = officerId(viewer);
  const status = next(step, request, by);
  if ((step === 'approve-export' || step === 'export') && more.hash !== request.contentHash)
    throw new ConflictError(CHANGED);
  await tx.recordsRequest.update({ where: { id }, data: { status, ...written(step, by, now, more.hash) } });
  if ((step === 'close' || step === 'withdraw' || step === 'refuse') && request.holdId !== null)
    await liftHold(tx, viewer, now, request.holdId, `${requestName(request.number)} has come to its end`);
  await note(tx, viewer, now, id, step);
  return getRequest(tx, viewer, id);
}

const CHANGED =
  'What would go out is not what was put forward: something in it has changed since. Look at it again, put it forward again, and let the other records officer approve that.';

/** What a step writes beside the state; what is changed in the content voids who had agreed to it. */
function written(step: Step, by: string, now: Date, hash: string | undefined): Prisma.RecordsRequestUpdateInput {
  const none = { submittedById: null, submittedAt: null, contentHash: null };
  const unapproved = { exportApprovedById: null, exportApprovedAt: null };
  if (step === 'approve-scope') return { scopeApprovedById: by, scopeApprovedAt: now };
  if (step === 'redact' || step === 'return') return { ...none, ...unapproved };
  if (step === 'submit') return { submittedById: by, submittedAt: now, contentHash: hash ?? null, ...unapproved };
  if (step === 'approve-export') return { exportApprovedById: by, exportApprovedAt: now };
  if (step === 'export') return { exportedById: by, exportedAt: now };
  return { endedById: by, endedAt: now };
}

/** The newest first; of the districts of which the viewer is a records officer, all of them for the command line. */
export async function listRequests(tx: Tx, viewer: Viewer): Promise<Request[]> {
  const rows = await tx.recordsRequest.findMany({
    where: { tenantId: viewer.tenantId },
    orderBy: { number: 'desc' },
  });
  const mine: Request[] = [];
  for (const row of rows) {
    const request = await named(tx, row);
    if (await isOfficerOf(tx, viewer, scopeOf(request))) mine.push(request);
  }
  return mine;
}

/** By its id, or by its number with or without R- before it. */
export async function getRequest(tx: Tx, viewer: Viewer, idOrNumber: string): Promise<Request> {
  const number = /^(?:r-?)?(\d{1,9})$/i.exec(idOrNumber.trim())?.[1];
  const isId = z.uuid().safeParse(idOrNumber).success;
  const row =
    number === undefined && !isId
      ? null
      : await tx.recordsRequest.findFirst({
          where: { tenantId: viewer.tenantId, ...(isId ? { id: idOrNumber } : { number: Number(number) }) },
        });
  const request = row && (await named(tx, row));
  if (!request || !(await isOfficerOf(tx, viewer, scopeOf(request))))
    throw new NotFoundError('There is no such records request of yours.');
  return request;
}

/** May the viewer read what the request is about? Only an officer of it, and only once two have agreed to its scope. */
export function assertReadable(viewer: Viewer, request: Request): void {
  next('read', request, officerId(viewer));
  if (request.scopeApprovedById === null || request.scopeApprovedById === request.openedById)
    throw new ForbiddenError('Two records officers have to agree before anything of a request is read.');
}

export function scopeOf(of: Pick<Request, 'personId' | 'schoolId' | 'from' | 'to'>): Scope {
  const { personId, schoolId, from, to } = of;
  return { ...(personId !== null && { personId }), ...(schoolId !== null && { schoolId }), from, to };
}

/** The other people who may hold the second key. */
export async function listOtherOfficers(
  tx: Tx,
  viewer: Viewer,
  { personId, schoolId }: Scope,
): Promise<PersonInPair[]> {
  return tx.$queryRaw<PersonInPair[]>`
    select distinct p.id, p.display_name as name from person p join role_grant g on g.person_id = p.id
    where p.tenant_id = ${viewer.tenantId}::uuid and p.active and p.id is distinct from ${viewer.personId}::uuid
      and g.role = 'RECORDS_OFFICER' and g.ends_on is null and g.scope_id in (
        select s.district_id from school s where s.id = ${schoolId ?? null}::uuid
          or s.id in (select a.school_id from coach_assignment a where ${personId ?? null}::uuid in (a.coach_id, a.principal_id))
          or s.id in (select h.scope_id from role_grant h where h.person_id = ${personId ?? null}::uuid))
    order by 2, 1`;
}

/** Whom it is about: the principals and coaches of the school's pairs in that time, or the person alone. */
export async function listSubjects(tx: Tx, viewer: Viewer, request: Request): Promise<PersonInPair[]> {
  return tx.$queryRaw<PersonInPair[]>`
    select distinct p.id, p.display_name as name from person p left join coach_assignment a on p.id in (a.coach_id, a.principal_id)
    where p.tenant_id = ${viewer.tenantId}::uuid and (p.id = ${request.personId}::uuid or (a.school_id = ${request.schoolId}::uuid
      and a.starts_on <= ${request.to}::date and coalesce(a.ends_on, 'infinity') >= ${request.from}::date))
    order by 2, 1`;
}

async function named(tx: Tx, { fromOn, toOn, ...row }: Row): Promise<Request> {
  const [about] = await tx.$queryRaw<{ name: string }[]>`
    select display_name as name from person where id = ${row.personId}::uuid
    union all select name from school where id = ${row.schoolId}::uuid`;
  return { ...row, from: dayOfColumn(fromOn), to: dayOfColumn(toOn), about: about?.name ?? 'somebody' };
}

function officerId({ personId }: Viewer): string {
  if (personId === null)
    throw new ForbiddenError('A records request is in the hands of people. Do this in your chat, or with your code.');
  return personId;
}

/** Without an owner: where the law forbids to tell, nobody may learn of a request by asking who saw their words. */
async function note(tx: Tx, viewer: Viewer, now: Date, id: string, step: string): Promise<void> {
  await noteActs(tx, viewer, now, [
    {
      act: step === 'redact' ? 'redacted' : step === 'export' ? 'exported' : 'wrote',
      thing: 'records-request',
      aboutId: id,
      detail: { step },
    },
  ]);
}

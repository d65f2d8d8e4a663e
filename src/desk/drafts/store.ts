import { z } from 'zod';
import type { Values } from '../../chat/form.ts';
import type { Tx } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { Viewer } from '../../roster/access.ts';

/** A form, and what it is about. */
export interface Matter {
  form: string;
  subject: string;
}

const Kept = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** What the person of `asker` has a draft about, as one column: most have none, and need not be asked again. */
export const keptMatters = Prisma.sql`(select coalesce(jsonb_agg(jsonb_build_object('form', draft.form, 'subject', draft.subject)), '[]')
  from form_draft draft where draft.tenant_id = asker."tenantId" and draft.person_id = asker."personId")`;

/** One draft a person and matter, for its author alone; a newer one takes its place. */
export async function saveDraft(tx: Tx, viewer: Viewer, matter: Matter, values: Values, now: Date): Promise<void> {
  const key = keyOf(viewer, matter);
  await tx.formDraft.upsert({
    where: { tenantId_personId_form_subject: key },
    create: { ...key, values, savedAt: now },
    update: { values, savedAt: now },
  });
}

export async function findDraft(tx: Tx, viewer: Viewer, matter: Matter): Promise<Values | undefined> {
  const row = await tx.formDraft.findUnique({
    where: { tenantId_personId_form_subject: keyOf(viewer, matter) },
    select: { values: true },
  });
  const kept = Kept.safeParse(row?.values);
  return kept.success ? kept.data : undefined;
}

/** `only` spares a draft with other values: what was typed since. */
export async function deleteDraft(tx: Tx, viewer: Viewer, matter: Matter, only?: Values): Promise<void> {
  await tx.formDraft.deleteMany({
    where: { ...keyOf(viewer, matter), ...(only === undefined ? {} : { values: { equals: only } }) },
  });
}

function keyOf(viewer: Viewer, { form, subject }: Matter) {
  return { tenantId: viewer.tenantId, personId: viewer.personId ?? '', form, subject };
}

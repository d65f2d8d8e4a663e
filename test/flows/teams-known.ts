// The ids that stand in the buttons and forms of one pair: what its members have at hand, and nobody else should get far with.
import type { Known } from '../platforms/teams/good-activities.ts';
import { productForms } from '../platforms/product-examples.ts';
import { valuesOf } from '../../src/chat/answers.ts';
import { features } from '../../src/desk/index.ts';
import { assignmentOf, rows, type Scene } from './acts.ts';

/** In what even a refused request of somebody who is known leaves its trace: that they asked, where they are, what they typed. */
export const TRACES = ['inbound_event', 'platform_account', 'form_draft', 'delivery', 'workspace_turn'];

/** Every id that any form of the product looks for, each of this principal's pair. */
export async function idsOf(at: Scene, principal: string): Promise<Record<string, string>> {
  const a = await assignmentOf(at, principal);
  return rows(at, async (tx) => {
    const step = await tx.actionStep.findFirst({ where: { plan: { assignmentId: a } } });
    const checkIn = await tx.checkIn.findFirst({ where: { assignmentId: a } });
    const visit = await tx.visit.findFirst({ where: { assignmentId: a } });
    const barrier = await tx.barrier.findFirst({ where: { assignmentId: a } });
    const ids = { a, s: step?.id, c: checkIn?.id, v: visit?.id, b: barrier?.id };
    return { e: 'coach step', w: a, ...Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined)) };
  });
}

/** Each form of the product with answers that it would take, about these ids. */
export function formsAbout(state: Record<string, string>): Known['forms'] {
  const ids = [...new Set(features.flatMap((feature) => (feature.forms ?? []).map((form) => form.id)))];
  return ids.map((id) => {
    const example = productForms.find(({ form }) => form.id === id);
    if (!example) throw new Error(`The form ${id} has no example.`);
    const values = Object.entries(valuesOf(example.form, example.answers));
    return [id, state, Object.fromEntries(values.map(([name, value]) => [name, [value].flat().join(',')]))];
  });
}

export function knownOf(state: Record<string, string>): Known {
  return {
    commands: ['checkin', 'checkin goal', 'coach step Rivera Walk the halls', 'district here', 'home'],
    buttons: features.flatMap((feature) => Object.keys(feature.presses ?? {})).map((action) => [action, state]),
    forms: formsAbout(state),
    shortcuts: features.flatMap((feature) => (feature.shortcuts ?? []).map(({ id }) => id)),
  };
}

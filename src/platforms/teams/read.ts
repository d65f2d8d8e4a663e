/** From an activity whose signature has been verified to what the product understands. */
import { z } from 'zod';
import type { Values } from '../../chat/form.ts';
import type { Interaction, Place, Sender } from '../../chat/interaction.ts';
import { channelOf, isPersonal, tenantOf, type Activity } from './activity.ts';
import { findCommand, readWords } from './words.ts';

/** Ids only, as a button carries them. */
const Pressed = z.object({ a: z.string().min(1), s: z.record(z.string(), z.string()).default({}) });

/** What a form's button carries beside the answers. `n` and `d` tell one drawing of a dialog from another, `m` names the lists. */
const Sent = z.looseObject({
  f: z.string().min(1),
  v: z.number().int(),
  s: z.record(z.string(), z.string()).default({}),
  n: z.string().min(1).max(64),
  d: z.number().int().min(1).max(1_000),
  m: z.array(z.string()).max(100).default([]),
});
const TaskValue = z.object({ data: z.unknown() });

export const RESERVED: readonly string[] = ['f', 'v', 's', 'n', 'd', 'm', 'msteams'];

export interface Drawing {
  nonce: string;
  draw: number;
}

/** A message as an interaction; `hint` when a channel said something that is no command, undefined when there is nothing to do. */
export function readMessage(activity: Activity): Interaction | 'hint' | undefined {
  const about = readAbout(activity);
  if (!about) return undefined;
  const press = Pressed.safeParse(activity.value);
  if (press.success) return { ...about, kind: 'press', action: press.data.a, state: press.data.s };
  if (activity.value !== undefined && activity.value !== null) return undefined;
  const spoken = readWords(activity);
  const found = findCommand(spoken.text);
  if (found) return { ...about, kind: 'command', ...found };
  if (!about.place.private) return spoken.addressed ? 'hint' : undefined;
  return spoken.text === '' ? undefined : { ...about, kind: 'text', text: spoken.text };
}

export function readPresence(activity: Activity): Interaction | undefined {
  const change = presenceOf(activity);
  const about = readAbout(activity);
  return change && about ? { ...about, kind: 'presence', change } : undefined;
}

/** A button that opens a dialog was pressed. */
export function readFetch(activity: Activity): Interaction | undefined {
  const about = readAbout(activity);
  const press = Pressed.safeParse(TaskValue.safeParse(activity.value).data?.data);
  return about && press.success ? { ...about, kind: 'press', action: press.data.a, state: press.data.s } : undefined;
}

export function readSubmit(activity: Activity): { interaction: Interaction; drawing: Drawing } | undefined {
  const about = readAbout(activity);
  const sent = Sent.safeParse(TaskValue.safeParse(activity.value).data?.data).data;
  if (!about || !sent) return undefined;
  const { f: form, v: version, s: state, n: nonce, d: draw } = sent;
  // A second press of Send is a new activity, so the drawing names the request: the same one has its effect once.
  const id = ['teams', about.sender.teamId, about.sender.userId, nonce, draw].join(':');
  const values = readValues(sent, sent.m);
  return { interaction: { ...about, id, kind: 'submit', form, version, state, values }, drawing: { nonce, draw } };
}

/** Teams sends one flat object in which numbers may stay numbers, lists are joined by commas and our own keys lie among the answers. */
export function readValues(data: Record<string, unknown>, lists: readonly string[]): Values {
  const entries = Object.entries(data).flatMap(([name, value]) => {
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    if (RESERVED.includes(name) || typeof text !== 'string' || text === '') return [];
    return [[name, lists.includes(name) ? text.split(',') : text] as const];
  });
  return Object.fromEntries(entries);
}

function readAbout(activity: Activity): { id: string; sender: Sender; place: Place } | undefined {
  const teamId = tenantOf(activity);
  if (teamId === undefined) return undefined;
  const { serviceUrl, conversation, from } = activity;
  const personal = isPersonal(activity);
  const channelId = channelIn(activity);
  const chat = { teamId, userId: from.id, conversationId: conversation.id, serviceUrl };
  return {
    id: `teams:${teamId}:${conversation.id}:${activity.id ?? ''}`,
    sender: { platform: 'teams', teamId, userId: from.id, ...(personal ? { address: chat } : {}) },
    place: {
      private: personal,
      address: personal
        ? chat
        : { teamId, serviceUrl, conversationId: conversation.id, ...(channelId === undefined ? {} : { channelId }) },
    },
  };
}

/** Adding the app to a team may choose a channel for its messages. */
function channelIn(activity: Activity): string | undefined {
  return activity.channelData?.settings?.selectedChannel?.id ?? channelOf(activity);
}

function presenceOf(activity: Activity): 'installed' | 'removed' | undefined {
  if (activity.type === 'installationUpdate') {
    if (activity.action === 'add' || activity.action === 'add-upgrade') return 'installed';
    // An upgrade takes the old version away and adds the new one at once: only the adding counts.
    return activity.action === 'remove' ? 'removed' : undefined;
  }
  const bot = activity.recipient.id;
  if (activity.membersAdded?.some((member) => member.id === bot)) return 'installed';
  if (activity.membersRemoved?.some((member) => member.id === bot)) return 'removed';
  switch (activity.channelData?.eventType) {
    case 'channelCreated':
    case 'channelRestored':
      return 'installed';
    default:
      return undefined;
  }
}

/** From an activity whose signature has been verified to what the product understands. */
import { z } from 'zod';
import type { Values } from '../../chat/form.ts';
import type { Interaction, Place, Sender } from '../../chat/interaction.ts';
import { channelOf, instantOf, isPersonal, personOf, tenantOf, type Activity } from './activity.ts';
import { findCommand, isHome, readWords } from './words.ts';

/** Ids only, as a button carries them. */
export const Pressed = z.object({ a: z.string().min(1), s: z.record(z.string(), z.string()).default({}) });

/** What a form's button carries beside the answers. `n` and `d` tell one drawing of a dialog from another, `m` names the lists. */
export const Sent = z.looseObject({
  f: z.string().min(1),
  v: z.number().int(),
  s: z.record(z.string(), z.string()).default({}),
  n: z.string().min(1).max(64),
  d: z.number().int().min(1).max(1_000),
  m: z.array(z.string()).max(100).default([]),
});

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
  if (!about.place.private && !(spoken.addressed && isHome(spoken.text))) return spoken.addressed ? 'hint' : undefined;
  return spoken.text === '' ? undefined : { ...about, kind: 'text', text: spoken.text };
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

export interface About {
  id: string;
  sender: Sender;
  place: Place;
}

export function readAbout(activity: Activity): About | undefined {
  const teamId = tenantOf(activity);
  if (teamId === undefined) return undefined;
  const { serviceUrl, conversation, from } = activity;
  const at = instantOf(activity);
  const personal = isPersonal(activity);
  const channelId = channelIn(activity);
  const teamThreadId = activity.channelData?.team?.id;
  const chat = { teamId, ...personOf(activity), conversationId: conversation.id, serviceUrl };
  return {
    id: `teams:${teamId}:${conversation.id}:${activity.id ?? ''}`,
    sender: {
      ...{ platform: 'teams' as const, teamId, userId: from.id, serviceUrl },
      ...(personal ? { address: chat } : {}),
      ...(at === undefined ? {} : { at }),
    },
    place: {
      private: personal,
      address: personal
        ? chat
        : {
            ...{ teamId, serviceUrl, conversationId: conversation.id },
            ...(channelId === undefined ? {} : { channelId }),
            // Asked about again after a restart, when nothing else knows which team the channel is in.
            ...(channelId === undefined || !teamThreadId ? {} : { workspaceId: teamThreadId }),
          },
    },
  };
}

/** Adding the app to a team may choose a channel for its messages. */
function channelIn(activity: Activity): string | undefined {
  return activity.channelData?.settings?.selectedChannel?.id ?? channelOf(activity);
}

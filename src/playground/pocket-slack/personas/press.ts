/** A person presses a button or changes a menu in a message, a modal or Home. */
import type { Element } from '../block-kit/elements.ts';
import { listOptions } from '../block-kit/elements.ts';
import type { Entries, Entry } from '../entering.ts';
import { enter, enterAll } from '../entering.ts';
import { describeMessage, findMessage, getChoices } from '../messages.ts';
import { makeResponseUrl } from '../response-url.ts';
import { sendForm } from '../signed-request.ts';
import { describeView } from '../view-stack.ts';
import type { Holder, StateValue, Values } from '../view-state.ts';
import { listElements } from '../view-state.ts';
import { announceChange, getDesk, getPerson, getWorkspace, nextTs } from '../world.ts';
import type { OpenView, User, Who, World } from '../world.ts';
import { getConversationOf } from './command.ts';
import { buildInteraction, giveTrigger, nameForPayload } from './envelope.ts';
import type { Seen } from './seen.ts';
import { findFailure, giveNotice, troubleConnecting } from './seen.ts';

export type Place = { channel: string; ts: string } | { viewId: string } | 'home';

/** `selected` for menus and choices (an option's value, a date, an id); `blockId` where an action_id repeats. */
export type Pressed = { selected?: Entry; blockId?: string };

export async function press(
  world: World,
  who: Who,
  place: Place,
  actionId: string,
  given: Pressed = {},
): Promise<Seen> {
  const user = getPerson(world, who);
  const { blocks, values, fromViewId, from, describe } = findPlace(world, user, place);
  const holder = findElement(listElements(blocks), actionId, given.blockId);
  const chosen = choose(holder.element, values, holder, given.selected);
  announceChange(world, { workspaceId: user.workspaceId, userId: user.id });
  if (holder.block.type === 'input' && holder.block.dispatch_action !== true) return { ok: true };

  const payload = {
    ...buildInteraction(world, user, 'block_actions', { triggerId: giveTrigger(world, user, fromViewId), from }),
    ...describe(),
    actions: [{ ...chosen, action_id: holder.actionId, block_id: holder.blockId, action_ts: nextTs(world) }],
  };
  const failure = findFailure(await sendForm(world, { payload: JSON.stringify(payload) }));
  return failure === undefined ? { ok: true } : giveNotice(world, user, failure, troubleConnecting);
}

/** Types or chooses without sending anything, as in the inputs of an open modal or of Home. */
export function fill(world: World, who: Who, place: { viewId: string } | 'home', entries: Entries): Seen {
  const user = getPerson(world, who);
  const view = getView(world, user, place);
  enterAll(view.content.blocks, view.values, entries);
  announceChange(world, { workspaceId: user.workspaceId, userId: user.id });
  return { ok: true };
}

export function getView(world: World, user: User, place: { viewId: string } | 'home'): OpenView {
  const desk = getDesk(world, user);
  const view = place === 'home' ? desk.home : desk.modals.find((one) => one.id === place.viewId);
  if (view) return view;
  throw new Error(
    place === 'home' ? `${user.realName} has no Home yet.` : `${user.realName} has no open view ${place.viewId}.`,
  );
}

function findPlace(world: World, user: User, place: Place) {
  if (place === 'home' || 'viewId' in place) {
    const view = getView(world, user, place);
    return {
      blocks: view.content.blocks,
      values: view.values,
      fromViewId: place === 'home' ? undefined : view.id,
      from: 'view' as const,
      describe: () => ({ container: { type: 'view', view_id: view.id }, view: describeView(world, view) }),
    };
  }
  const conversation = getConversationOf(world, user, place.channel);
  const message = findMessage(conversation, place.ts);
  if (!message || (message.onlyFor !== undefined && message.onlyFor !== user.id))
    throw new Error(`${user.realName} sees no message ${place.ts} in ${place.channel}.`);
  const values = getChoices(message, user.id);
  const isEphemeral = message.onlyFor !== undefined;
  return {
    blocks: message.blocks,
    values,
    fromViewId: undefined,
    from: 'message' as const,
    describe: () => ({
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: conversation.id,
        is_ephemeral: isEphemeral,
        ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
      },
      channel: { id: conversation.id, name: nameForPayload(conversation) },
      // Slack leaves an ephemeral message itself out of the payload.
      ...(isEphemeral
        ? {}
        : { message: describeMessage(message, getWorkspace(world, user.workspaceId), conversation) }),
      state: { values: structuredClone(values) },
      response_url: makeResponseUrl(world, {
        workspaceId: user.workspaceId,
        userId: user.id,
        conversationId: conversation.id,
        messageTs: message.ts,
      }),
    }),
  };
}

function findElement(elements: readonly Holder[], actionId: string, blockId: string | undefined): Holder {
  const found = elements.filter(
    (one) => one.actionId === actionId && (blockId === undefined || one.blockId === blockId),
  );
  const [holder] = found;
  if (!holder) {
    const known = elements.map((one) => one.actionId).join(', ') || 'none';
    throw new Error(`There is nothing called ${actionId} to press here. Actions: ${known}.`);
  }
  if (found.length > 1) throw new Error(`Several elements are called ${actionId}. Say which with blockId.`);
  return holder;
}

function choose(
  element: Element,
  values: Values,
  holder: Holder,
  selected: Entry | undefined,
): StateValue | Record<string, unknown> {
  if (element.type === 'button') {
    const { type, text, value, style, url } = element;
    return { type, text, ...withoutUndefined({ value, style, url }) };
  }
  if (element.type === 'overflow') {
    const option = listOptions(element).find((one) => one.value === selected);
    if (!option) throw new Error(`"${String(selected)}" is not offered here.`);
    return { type: element.type, selected_option: option };
  }
  const held = values[holder.blockId]?.[holder.actionId];
  const value = selected === undefined && held ? held : enter(element, selected ?? null);
  (values[holder.blockId] ??= {})[holder.actionId] = value;
  return value;
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

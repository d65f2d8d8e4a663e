/** One modal stack and one Home for each person: opening, pushing, updating and closing views. */
import { limits } from './block-kit/limits.ts';
import type { HomeView, ModalView } from './block-kit/view.ts';
import { makeHash, makeId } from './ids.ts';
import { elapsedMs } from './instants.ts';
import { nameBlocks } from './messages.ts';
import { carryValues, startValues } from './view-state.ts';
import { announceChange, findInstallation, getDesk, getWorkspace, inWorkspace } from './world.ts';
import type { OpenView, Trigger, World } from './world.ts';

type Outcome = { ok: true; view: OpenView } | { ok: false; error: string };

/** A trigger lives 3 s and serves once. */
export function takeTrigger(world: World, workspaceId: string, id: string): Trigger | { error: string } {
  const trigger = world.triggers.get(id);
  if (!trigger || trigger.workspaceId !== workspaceId) return { error: 'invalid_trigger_id' };
  if (trigger.used) return { error: 'exchanged_trigger_id' };
  if (elapsedMs(trigger.at, world.now) > 3000) return { error: 'expired_trigger_id' };
  trigger.used = true;
  return trigger;
}

export function openModal(world: World, trigger: Trigger, content: ModalView): Outcome {
  const desk = getDesk(world, { workspaceId: trigger.workspaceId, id: trigger.userId });
  const inside = trigger.fromViewId !== undefined && desk.modals.some((view) => view.id === trigger.fromViewId);
  // A command or message starts afresh, as the person has left the old modal; a press inside a modal stacks on it.
  if (inside) return pushModal(world, trigger, content);
  if (isTaken(world, trigger.workspaceId, content.external_id)) return { ok: false, error: 'duplicate_external_id' };
  for (const old of desk.modals) forget(world, old);
  desk.modals = [];
  return { ok: true, view: place(world, trigger, content) };
}

export function pushModal(world: World, trigger: Pick<Trigger, 'workspaceId' | 'userId'>, content: ModalView): Outcome {
  const desk = getDesk(world, { workspaceId: trigger.workspaceId, id: trigger.userId });
  if (desk.modals.length === 0) return { ok: false, error: 'not_found' };
  if (desk.modals.length >= limits.viewStack) return { ok: false, error: 'push_limit_reached' };
  if (isTaken(world, trigger.workspaceId, content.external_id)) return { ok: false, error: 'duplicate_external_id' };
  return { ok: true, view: place(world, trigger, content) };
}

export function updateModal(world: World, view: OpenView, content: ModalView, hash?: string): Outcome {
  if (hash !== undefined && hash !== view.hash) return { ok: false, error: 'hash_conflict' };
  if (content.external_id !== view.content.external_id && isTaken(world, view.workspaceId, content.external_id))
    return { ok: false, error: 'duplicate_external_id' };
  forget(world, view);
  rewrite(world, view, content);
  return { ok: true, view };
}

export function publishHome(
  world: World,
  workspaceId: string,
  userId: string,
  content: HomeView,
  hash?: string,
): Outcome {
  const desk = getDesk(world, { workspaceId, id: userId });
  if (hash !== undefined && hash !== desk.home?.hash) return { ok: false, error: 'hash_conflict' };
  const { external_id: externalId } = content;
  if (externalId !== desk.home?.content.external_id && isTaken(world, workspaceId, externalId))
    return { ok: false, error: 'duplicate_external_id' };
  if (!desk.home) {
    const id = makeId('V');
    desk.home = { ...blank(world, workspaceId, userId, content), id, rootViewId: id, previousViewId: null };
  }
  forget(world, desk.home);
  rewrite(world, desk.home, content);
  return { ok: true, view: desk.home };
}

export function closeTopModal(world: World, view: OpenView): void {
  const desk = getDesk(world, { workspaceId: view.workspaceId, id: view.userId });
  const at = desk.modals.indexOf(view);
  if (at < 0) return;
  for (const gone of desk.modals.splice(at)) forget(world, gone);
  announceChange(world, { workspaceId: view.workspaceId, userId: view.userId });
}

export function closeAllModals(world: World, view: OpenView): void {
  const [first] = getDesk(world, { workspaceId: view.workspaceId, id: view.userId }).modals;
  if (first) closeTopModal(world, first);
}

export function findModal(
  world: World,
  workspaceId: string,
  id: { viewId?: string; externalId?: string },
): OpenView | undefined {
  const viewId = id.viewId ?? world.externalIds.get(inWorkspace(workspaceId, id.externalId ?? ''));
  for (const desk of world.desks.values())
    for (const view of desk.modals) if (view.id === viewId && view.workspaceId === workspaceId) return view;
  return undefined;
}

/** The view as the Web API and payloads show it. */
export function describeView(world: World, view: OpenView, withValues = true): Record<string, unknown> {
  const workspace = getWorkspace(world, view.workspaceId);
  const { content } = view;
  return {
    id: view.id,
    team_id: view.workspaceId,
    type: content.type,
    blocks: content.blocks,
    private_metadata: content.private_metadata ?? '',
    callback_id: content.callback_id ?? '',
    state: { values: withValues ? structuredClone(view.values) : {} },
    hash: view.hash,
    title: content.type === 'modal' ? content.title : { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: content.type === 'modal' ? (content.clear_on_close ?? false) : false,
    notify_on_close: content.type === 'modal' ? (content.notify_on_close ?? false) : false,
    close: content.type === 'modal' ? (content.close ?? null) : null,
    submit: content.type === 'modal' ? (content.submit ?? null) : null,
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: workspace.appId,
    external_id: content.external_id ?? '',
    app_installed_team_id: findInstallation(world, view.workspaceId)?.id ?? view.workspaceId,
    bot_id: workspace.botId,
  };
}

function place(world: World, owner: Pick<Trigger, 'workspaceId' | 'userId'>, content: ModalView): OpenView {
  const desk = getDesk(world, { workspaceId: owner.workspaceId, id: owner.userId });
  const below = desk.modals.at(-1);
  const id = makeId('V');
  const view: OpenView = {
    ...blank(world, owner.workspaceId, owner.userId, content),
    id,
    rootViewId: below?.rootViewId ?? id,
    previousViewId: below?.id ?? null,
  };
  desk.modals.push(view);
  rewrite(world, view, content);
  return view;
}

function blank(world: World, workspaceId: string, userId: string, content: ModalView | HomeView) {
  return { workspaceId, userId, content, values: startValues([]), hash: nextHash(world), errors: {} };
}

function rewrite(world: World, view: OpenView, content: ModalView | HomeView): void {
  view.content =
    content.type === 'modal'
      ? { ...content, blocks: nameBlocks(content.blocks) }
      : { ...content, blocks: nameBlocks(content.blocks) };
  view.values = carryValues(view.content.blocks, view.values);
  view.hash = nextHash(world);
  view.errors = {};
  if (content.external_id) world.externalIds.set(inWorkspace(view.workspaceId, content.external_id), view.id);
  announceChange(world, { workspaceId: view.workspaceId, userId: view.userId });
}

function nextHash(world: World): string {
  return makeHash(Math.floor(world.now().getTime() / 1000));
}

function isTaken(world: World, workspaceId: string, externalId: string | undefined): boolean {
  return externalId !== undefined && externalId !== '' && world.externalIds.has(inWorkspace(workspaceId, externalId));
}

function forget(world: World, view: OpenView): void {
  if (view.content.external_id) world.externalIds.delete(inWorkspace(view.workspaceId, view.content.external_id));
}

/** Everything a pocket Teams holds, in one place that its parts share. */
import type { Conversations } from './conversations.ts';
import { createConversations } from './conversations.ts';
import type { FaultMode, Faults, MatchedCall } from './faults.ts';
import { createFaults } from './faults.ts';
import type { Json } from './json.ts';
import type { KeySet } from './keys.ts';
import type { Rates } from './rates.ts';
import { createRates } from './rates.ts';
import type { World } from './world.ts';
import { createWorld } from './world.ts';

export interface PocketTeamsOptions {
  now: () => Date;
  /** Where the app listens: its /api/messages. */
  messagesUrl: string | (() => string);
  appId: string;
  appPassword: string;
  /** Certificates that were uploaded to the app registration, in PEM; each proves the app as well as the password does. */
  certificates?: string[];
  /** The tenant of the bot's own registration, where its tokens come from. */
  tenantId: string;
  appName?: string;
  /** The command menus of the manifest, in the chat with the app and where several read; at most ten each. */
  commands?: readonly { title: string; description: string }[];
  groupCommands?: readonly { title: string; description: string }[];
  /** The actions of the manifest's message extension. */
  actions?: readonly PocketAction[];
  issuer?: string;
  invokeTimeoutMs?: number;
  turnTimeoutMs?: number;
  /** Send a message again when its turn takes longer than `turnTimeoutMs`, as Teams does. */
  retrySlowTurns?: boolean;
  enforceRates?: boolean;
  emptyInputs?: 'omit' | 'blank';
}

export interface PocketAction {
  id: string;
  title: string;
  description: string;
  context: readonly string[];
}

export interface ConnectorCall extends MatchedCall {
  at: string;
  status: number;
  code?: string;
  message?: string;
  fault?: FaultMode;
}

export interface DeliveryRecord {
  at: string;
  activity: Json;
  status: number;
  body: unknown;
  attempts: number;
  timedOut: boolean;
}

export interface PocketProblem {
  kind: 'card-size' | 'text-with-card' | 'dialog' | 'activity';
  message: string;
}

export interface PocketNotice {
  id: number;
  text: string;
}

export interface OpenDialog {
  title: string;
  width: string | number;
  height: string | number;
  /** Missing while the dialog shows only a message. */
  card?: Json;
  message?: string;
  values: Record<string, string>;
  errors: Record<string, string>;
  notice?: string;
  /** Grows with every answer of the app, so that a client knows to draw the form anew. */
  revision: number;
  /** Where the button was that opened it. */
  conversationId: string;
  activityId: string;
  /** The request of the message extension that opened it; what is sent goes back under the same command. */
  extension?: Json;
}

export const REGIONS = ['amer', 'emea'] as const;
export type Region = (typeof REGIONS)[number];

export interface PocketState {
  options: PocketTeamsOptions;
  keys: KeySet;
  baseUrl: string;
  /** Where the connector takes calls at present; Teams may move it. */
  region: Region;
  world: World;
  conversations: Conversations;
  dialogs: Map<string, OpenDialog>;
  notices: Map<string, PocketNotice[]>;
  faults: Faults;
  rates: Rates;
  /** The ids of client assertions that were taken. */
  assertions: Set<string>;
  calls: ConnectorCall[];
  deliveries: DeliveryRecord[];
  problems: PocketProblem[];
  listeners: Set<(change: { tenantId: string }) => void>;
  counter: number;
}

export const UNREACHABLE = 'Unable to reach app. Please try again.';

export function createState(options: PocketTeamsOptions, keys: KeySet): PocketState {
  return {
    options,
    keys,
    baseUrl: '',
    region: 'amer',
    world: createWorld(),
    listeners: new Set(),
    counter: 0,
    ...freshTraffic(),
  };
}

/** Back to the day before anybody installed the app; people, teams and listeners stay. */
export function resetState(state: PocketState): void {
  Object.assign(state, freshTraffic(), { region: 'amer' });
  for (const user of state.world.users.values()) Object.assign(user, { installed: false, blockedBot: false });
  for (const team of state.world.teams.values()) {
    Object.assign(team, { installed: false, archived: false, deleted: false });
    for (const channel of team.channels) channel.deleted = false;
  }
  for (const group of state.world.groups.values()) group.installed = false;
  for (const tenant of state.world.tenants.values()) tenant.appDisabled = false;
  for (const tenantId of state.world.tenants.keys()) announce(state, tenantId);
}

export function announce(state: PocketState, tenantId: string): void {
  for (const listener of state.listeners) listener({ tenantId });
}

export function addNotice(state: PocketState, userId: string, text: string): void {
  state.counter += 1;
  const notices = state.notices.get(userId) ?? [];
  state.notices.set(userId, [...notices, { id: state.counter, text }]);
}

export function serviceUrl(state: PocketState): string {
  return `${state.baseUrl}/${state.region}/`;
}

export function botId(state: PocketState): string {
  return `28:${state.options.appId}`;
}

export function botName(state: PocketState): string {
  return state.options.appName ?? 'Throughline';
}

export function issuer(state: PocketState): string {
  return state.options.issuer ?? 'https://api.botframework.com';
}

function freshTraffic(): Pick<
  PocketState,
  'conversations' | 'dialogs' | 'notices' | 'faults' | 'rates' | 'assertions' | 'calls' | 'deliveries' | 'problems'
> {
  return {
    conversations: createConversations(),
    dialogs: new Map(),
    notices: new Map(),
    faults: createFaults(),
    rates: createRates(),
    assertions: new Set(),
    calls: [],
    deliveries: [],
    problems: [],
  };
}

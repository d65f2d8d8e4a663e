/** A strict stand-in for Microsoft Teams and the Bot Connector, to be mounted on any Express app. */
import express from 'express';
import type { Router } from 'express';
import type { InputValues } from './card-inputs.ts';
import { createConnectorRouter } from './connector.ts';
import { deliver, signer } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import type { DialogOutcome } from './dialogs.ts';
import { pick } from './extension.ts';
import type { Pick } from './extension.ts';
import { plantFault } from './faults.ts';
import type { Fault, PlantedFault } from './faults.ts';
import type { Json } from './json.ts';
import { loadKeys } from './keys.ts';
import { createLoginRouter } from './login.ts';
import { createPersonaRouter } from './persona-routes.ts';
import { changeGroup, changeTeam, install, presenceOf, tellTeam, uninstall } from './installing.ts';
import type { PresenceChange, TeamEvent } from './presence.ts';
import { PersonaError, requirePlace, requireUser, say } from './personas.ts';
import { closeDialog, press, submitDialog } from './presses.ts';
import type { ActionChoice, Press, PressOutcome } from './presses.ts';
import { userActivity } from './activities.ts';
import { readScreen } from './screen.ts';
import type { Screen } from './screen.ts';
import { signActivity } from './sign.ts';
import type { SignOverrides } from './sign.ts';
import { signInToken, signInUrl } from './sign-in.ts';
import type { SignInOverrides } from './sign-in.ts';
import { createState, issuer, REGIONS, resetState, serviceUrl } from './state.ts';
import type { Region, ConnectorCall, DeliveryRecord, PocketProblem, PocketTeamsOptions } from './state.ts';
import { addGroup, addTeam, addTenant, addUser, findUser, requireTenant } from './world.ts';
import type {
  GroupSeed,
  PocketChannel,
  PocketGroup,
  PocketTeam,
  PocketTenant,
  PocketUser,
  TeamSeed,
  UserSeed,
} from './world.ts';

/** A user, or their 29: id, Entra object id or e-mail. */
export type UserReference = string | { id: string };

export interface PocketTeams {
  readonly router: Router;
  setBaseUrl(url: string): void;
  readonly serviceUrl: string;
  readonly openIdMetadataUrl: string;
  readonly loginUrl: string;
  /** The authority that people sign in at, without a tenant. */
  readonly signInUrl: string;
  readonly issuer: string;

  addTenant(seed: { id: string; name: string }): PocketTenant;
  addUser(seed: UserSeed): PocketUser;
  addTeam(seed: TeamSeed): PocketTeam;
  addGroup(seed: GroupSeed): PocketGroup;
  findUser(reference: string, tenantId?: string): PocketUser | undefined;
  readonly tenants: PocketTenant[];
  readonly users: PocketUser[];
  readonly teams: PocketTeam[];
  /** Forgets all traffic and installs; people and teams stay. */
  reset(): void;

  install(user: UserReference): Promise<Delivery>;
  uninstall(user: UserReference): Promise<Delivery>;
  addToTeam(team: PocketTeam | string, by?: UserReference): Promise<Delivery>;
  removeFromTeam(team: PocketTeam | string, by?: UserReference): Promise<Delivery>;
  addToGroup(group: PocketGroup, by?: UserReference): Promise<Delivery>;
  removeFromGroup(group: PocketGroup, by?: UserReference): Promise<Delivery>;
  /** A team is archived, deleted or renamed, or a channel of it (by its name), and the app hears of it if it is there. */
  tellTeam(team: PocketTeam, event: TeamEvent, channelName?: string, at?: Date): Promise<Delivery | undefined>;
  /** The activities of the app coming or going, to be posted late, twice or in another order. */
  buildPresence(where: PocketUser | PocketTeam | PocketGroup, change: PresenceChange, at?: Date): Json[];
  /** The connector moves: from now on activities name another service address, and the old one finds nothing. */
  moveTo(region: Region): void;
  say(user: UserReference, where: string | undefined, text: string, more?: { mention?: boolean }): Promise<Delivery>;
  press(user: UserReference, choice: Press): Promise<PressOutcome>;
  pressSubmit(user: UserReference, activityId: string, action?: ActionChoice, values?: InputValues): Promise<Delivery>;
  openDialog(
    user: UserReference,
    activityId: string,
    action?: ActionChoice,
    values?: InputValues,
  ): Promise<DialogOutcome>;
  /** Picks one of the app's entries: on a message, or beside the box one types in. */
  pick(user: UserReference, choice: Pick): Promise<DialogOutcome>;
  submitDialog(user: UserReference, values: InputValues, action?: ActionChoice): Promise<DialogOutcome>;
  closeDialog(user: UserReference): void;
  /** The person blocks or unblocks the bot; sends then answer 403 ConversationBlockedByUser. */
  setBlocked(user: UserReference, blocked: boolean): void;
  /** An administrator switches the app off or on; sends then answer 403 BotDisabledByAdmin. */
  setAppDisabled(tenantId: string, disabled: boolean): void;

  screen(user: UserReference): Screen;
  readonly calls: ConnectorCall[];
  readonly deliveries: DeliveryRecord[];
  /** What Teams would let pass, but an app should not do. */
  readonly problems: PocketProblem[];
  onChange(listener: (change: { tenantId: string }) => void): () => void;
  fail(fault: Fault): PlantedFault;

  /** Attack kit: an activity as this person would send it, a token for it (bent as told), and the bare delivery. */
  buildActivity(user: UserReference, more: Json, where?: string): Json;
  sign(activity: Json, overrides?: SignOverrides): Promise<string>;
  /** The token that Teams hands to the page of a tab, bent as told. */
  signInToken(user: UserReference, overrides?: SignInOverrides): Promise<string>;
  /** Posts as is; the authorization defaults to a good token, '' sends none. */
  post(activity: Json, authorization?: string): Promise<Delivery>;
}

export async function createPocketTeams(options: PocketTeamsOptions): Promise<PocketTeams> {
  const state = createState(options, await loadKeys());
  const user = (reference: UserReference): PocketUser => requireUser(state, reference);
  const team = (reference: PocketTeam | string): PocketTeam => {
    const found = state.world.teams.get(typeof reference === 'string' ? reference : reference.id);
    if (!found) throw new PersonaError('The pocket Teams has no such team.');
    return found;
  };
  const someone = (of: PocketTeam | PocketGroup, by: UserReference | undefined): PocketUser => {
    const first = by ?? of.memberIds[0];
    if (first === undefined) throw new PersonaError(`${of.name} has no member who could add the app.`);
    return user(first);
  };
  const pocket: PocketTeams = {
    router: express.Router(),
    setBaseUrl: (url) => {
      state.baseUrl = url.replace(/\/$/, '');
    },
    get serviceUrl() {
      return serviceUrl(state);
    },
    get openIdMetadataUrl() {
      return `${state.baseUrl}/v1/.well-known/openidconfiguration`;
    },
    get loginUrl() {
      return `${state.baseUrl}/login/${options.tenantId}`;
    },
    get signInUrl() {
      return signInUrl(state);
    },
    get issuer() {
      return issuer(state);
    },
    addTenant: (seed) => addTenant(state.world, seed),
    addUser: (seed) => addUser(state.world, seed),
    addTeam: (seed) => addTeam(state.world, seed),
    addGroup: (seed) => addGroup(state.world, seed),
    findUser: (reference, tenantId) => findUser(state.world, reference, tenantId),
    get tenants() {
      return [...state.world.tenants.values()];
    },
    get users() {
      return [...state.world.users.values()];
    },
    get teams() {
      return [...state.world.teams.values()];
    },
    reset: () => resetState(state),
    install: async (who) => install(state, user(who)),
    uninstall: async (who) => uninstall(state, user(who)),
    addToTeam: async (which, by) => changeTeam(state, team(which), someone(team(which), by), 'add'),
    removeFromTeam: async (which, by) => changeTeam(state, team(which), someone(team(which), by), 'remove'),
    addToGroup: async (group, by) => changeGroup(state, group, someone(group, by), 'add'),
    removeFromGroup: async (group, by) => changeGroup(state, group, someone(group, by), 'remove'),
    tellTeam: async (which, event, channelName, at) => {
      const channel = channelName === undefined ? undefined : channelNamed(which, channelName);
      return tellTeam(state, which, someone(which, undefined), event, channel, at);
    },
    buildPresence: (where, change, at) => {
      const by = 'chatId' in where ? where : someone(where, undefined);
      return presenceOf(state, by, where, change, at);
    },
    moveTo: (region) => {
      state.region = region;
    },
    say: async (who, where, text, more) => say(state, user(who), where, text, more?.mention ?? true),
    press: async (who, choice) => press(state, user(who), choice),
    pressSubmit: async (who, activityId, action, values) => {
      const outcome = await press(state, user(who), pressOf(activityId, action, values));
      if (outcome.kind === 'message' && outcome.delivery) return outcome.delivery;
      throw new PersonaError(
        `That button sent no message: ${JSON.stringify({ kind: outcome.kind, errors: outcome.errors })}.`,
      );
    },
    openDialog: async (who, activityId, action, values) => {
      const outcome = await press(state, user(who), pressOf(activityId, action, values));
      if (outcome.kind === 'held') return { sent: false, result: 'held', errors: outcome.errors };
      if (outcome.kind !== 'dialog' || outcome.result === undefined)
        throw new PersonaError('That button opens no dialog.');
      return { sent: true, ...outcome, result: outcome.result };
    },
    pick: async (who, choice) => pick(state, user(who), choice),
    submitDialog: async (who, values, action) => submitDialog(state, user(who), values, action),
    closeDialog: (who) => closeDialog(state, user(who)),
    setBlocked: (who, blocked) => {
      user(who).blockedBot = blocked;
    },
    setAppDisabled: (tenantId, disabled) => {
      requireTenant(state.world, tenantId).appDisabled = disabled;
    },
    screen: (who) => readScreen(state, user(who)),
    get calls() {
      return state.calls;
    },
    get deliveries() {
      return state.deliveries;
    },
    get problems() {
      return state.problems;
    },
    onChange: (listener) => {
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
    fail: (fault) => plantFault(state.faults, fault),
    buildActivity: (who, more, where) => {
      const conversationId = where ?? user(who).chatId;
      return userActivity(state, user(who), requirePlace(state, user(who), conversationId), conversationId, more);
    },
    sign: (activity, overrides) => signActivity(signer(state), activity, overrides),
    signInToken: (who, overrides) => signInToken(state, user(who), overrides),
    post: (activity, authorization) => deliver(state, activity, authorization),
  };
  pocket.router.use(createLoginRouter(state));
  const connector = createConnectorRouter(state);
  for (const region of REGIONS)
    pocket.router.use(`/${region}`, express.json({ limit: '5mb' }), (request, response, next) => {
      if (region === state.region) connector(request, response, next);
      else response.status(404).json({ error: { code: 'ConversationNotFound', message: 'Conversation not found.' } });
    });
  pocket.router.use('/persona', express.json({ limit: '1mb' }), createPersonaRouter(state));
  return pocket;
}

function pressOf(activityId: string, action: ActionChoice | undefined, values: InputValues | undefined): Press {
  return { activityId, ...(action === undefined ? {} : { action }), ...(values === undefined ? {} : { values }) };
}

function channelNamed(team: PocketTeam, name: string): PocketChannel {
  const channel = team.channels.find((candidate) => candidate.name === name);
  if (!channel) throw new PersonaError(`The team ${team.name} has no channel ${name}.`);
  return channel;
}

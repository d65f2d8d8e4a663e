/** Every installation's connection, found by whose request it is. No token leaves this room for another workspace. */
import type { Installation, Installations } from '../../chat/installation.ts';
import { ForbiddenError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { askWhoWeAre, connect, type Connection, type Identity, type Lines } from './connection.ts';
import { isTokenDead, reasonOf } from './errors.ts';

export interface Connections {
  /** The connection of an installation; rejects with a ForbiddenError where the app is not installed. */
  of(teamId: string): Promise<Connection>;
  /**
   * Slack says that a workspace took the app away at `atSeconds`. True where the house has to be told, too: an installation
   * is put away here.
   */
  lose(teamId: string, atSeconds: number | undefined): Promise<boolean>;
  /** Reaches Slack, and answers with the one connection there is; undefined where there may be many. */
  check(): Promise<Connection | undefined>;
}

/** One workspace, by a token from the environment. Slack is asked whose it is, and asked again as long as it cannot be reached. */
export function oneWorkspace(botToken: string, lines: Lines): Connections {
  let known: Promise<Connection> | undefined;
  const only = () => {
    known ??= askWhoWeAre(lines, botToken).then(
      (identity) => connect(lines, botToken, identity),
      (error: unknown) => {
        known = undefined;
        throw error;
      },
    );
    return known;
  };
  return {
    check: only,
    of: async (teamId) => {
      const connection = await only();
      if (connection.identity.teamId !== teamId) throw foreign();
      return connection;
    },
    lose: async (teamId) => {
      const connection = await only().catch(() => undefined);
      return connection === undefined || connection.identity.teamId === teamId;
    },
  };
}

/** A forgotten connection is made again; what is lost with it is only which chats were open. */
const MOST_CONNECTIONS = 2_000;

/** Many workspaces. An installation decides each time: its connection is good only for as long as it stands. */
export function manyWorkspaces(
  installations: Installations,
  lines: Lines,
  settings: { log: Log; now: () => Date },
  most = MOST_CONNECTIONS,
): Connections {
  /** The one used longest ago stands first. */
  const held = new Map<string, { connection: Connection; installation: Installation }>();

  function hold(installation: Installation): Connection {
    const { teamId } = installation;
    const before = held.get(teamId);
    held.delete(teamId);
    const isSame = before !== undefined && isSameInstallation(before.installation, installation);
    const connection = isSame ? before.connection : open(installation);
    held.set(teamId, { connection, installation });
    const [oldest] = held.keys();
    if (held.size > most && oldest !== undefined) held.delete(oldest);
    return connection;
  }

  function open(installation: Installation): Connection {
    const { teamId, installedAt } = installation;
    return connect(lines, installation.botToken, identityOf(installation), async (error) => {
      if (!isTokenDead(error)) return;
      held.delete(teamId);
      // The token is as old as its installation: one that came later has another and stays.
      await installations.remove(teamId, installedAt, reasonOf(error)).catch((failure: unknown) => {
        settings.log.error({ teamId, reason: reasonOf(failure) }, 'A dead Slack installation could not be put away.');
      });
    });
  }

  async function find(teamId: string): Promise<Connection> {
    const installation = await installations.find(teamId);
    if (installation !== undefined) return hold(installation);
    held.delete(teamId);
    throw foreign();
  }

  async function callQuietly(teamId: string): Promise<void> {
    await find(teamId)
      .then((connection) => connection.patient.apiCall('auth.test'))
      .catch(() => undefined);
  }

  return {
    of: find,
    check: async () => {
      await lines.quick.apiCall('api.test');
      return undefined;
    },
    lose: async (teamId, atSeconds) => {
      held.delete(teamId);
      const at = atSeconds === undefined ? settings.now() : new Date(atSeconds * 1_000);
      const isGone = await installations.remove(teamId, at, 'removed-in-slack');
      settings.log.info({ teamId, isGone }, 'Slack says that the app was removed.');
      // Late news of an earlier installation, or clocks apart by a second? The token knows: a dead one is put away.
      if (!isGone) await callQuietly(teamId);
      return false;
    },
  };
}

function isSameInstallation(one: Installation, other: Installation): boolean {
  return one.botToken === other.botToken && one.installedAt.getTime() === other.installedAt.getTime();
}

function identityOf(installation: Installation): Identity {
  const { teamId, name, enterpriseId, isOrganization, botUserId, botId, scopes } = installation;
  return {
    teamId,
    teamName: name,
    ...(enterpriseId === undefined ? {} : { enterpriseId }),
    isOrganization,
    botUserId,
    botId,
    scopes,
  };
}

function foreign(): ForbiddenError {
  return new ForbiddenError('The app is not installed in this Slack workspace.');
}

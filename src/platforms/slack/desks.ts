/** The part behind the door, one desk for each installation: an answer goes out with the token of the request's own workspace. */
import type { Interaction, Receive } from '../../chat/interaction.ts';
import type { Log } from '../../log.ts';
import type { Desk } from './answer-privately.ts';
import type { Connections } from './connections.ts';

export interface Desks {
  log: Log;
  /** Rejects where the app is not installed. After `authorize` has let a request in, the answer is at hand. */
  of(teamId: string): Promise<Desk>;
  /** A workspace took the app away, at the second that Slack says; it may be told late, twice and in any order. */
  leave(interaction: Interaction, atSeconds: number | undefined): Promise<void>;
}

export function createDesks(connections: Connections, receive: Receive, log: Log): Desks {
  return {
    log,
    of: async (teamId) => ({ connection: await connections.of(teamId), receive, log }),
    leave: async (interaction, atSeconds) => {
      if (await connections.lose(interaction.sender.teamId, atSeconds)) await receive(interaction);
    },
  };
}

import { z } from 'zod';
import type { Card } from './card.ts';

export type PlatformName = 'slack' | 'teams';

/** Where a message goes, in the platform's own ids. Stored as JSON, so it is checked when it is read back. */
export const Address = z.object({
  /** The installation: a Slack workspace, or a whole Slack organization that installed the app once, or a Teams tenant. */
  teamId: z.string(),
  /** Within the installation: the Slack workspace of an organization, or the Teams team (its thread id), that the place is in. */
  workspaceId: z.string().optional(),
  userId: z.string().optional(),
  /** The person's Microsoft Entra object id, by which the sign-in of a tab knows them. */
  objectId: z.string().optional(),
  channelId: z.string().optional(),
  conversationId: z.string().optional(),
  serviceUrl: z.string().optional(),
  /** The message under which to answer, in the platform's own id. */
  threadId: z.string().optional(),
});
export type Address = z.infer<typeof Address>;

export interface Posted {
  messageId: string;
  /** The address with what was learnt while sending, for example the conversation that was made. */
  address?: Address;
}

/** What shows that a message of ours is there: the platform told of it, or somebody used it. Its answer may have been lost. */
export interface Arrival {
  platform: PlatformName;
  teamId: string;
  /** What the message was marked with when it was posted. */
  mark: string;
  messageId: string;
  /** The chat or channel that it was found in. */
  place: Pick<Address, 'channelId' | 'conversationId'>;
  /** Who used it; undefined where the platform itself told of it. */
  by?: { userId: string; channelId?: string };
}

export type OnArrival = (arrival: Arrival) => void;

/** Who a platform says an account is; the e-mail address is what the platform has verified. */
export interface Profile {
  userId: string;
  email?: string;
  name?: string;
  /** An IANA name. */
  timeZone?: string;
  /** A guest of the workspace: reads what they are given, and is no colleague by that alone. */
  isGuest?: boolean;
  /** Where to write to this person, if the platform needs more than the ids. */
  address?: Address;
}

/** Who would read a post in a channel. */
export interface ChannelAudience {
  name: string;
  isPublic: boolean;
  isShared: boolean;
  members: { userId: string; isGuest: boolean; email?: string }[];
}

/** The port that both platforms fill in. Every failure is a DeliveryError that says what it means for the ledger. */
export interface Platform {
  readonly name: PlatformName;
  /** Where somebody adds the app for themselves, where each person has to: to be sent to whoever has not. */
  readonly addLink?: string;
  /**
   * `key` is stable for one message over all its tries. `mark`, an id and nothing else, travels with the message and comes back
   * in the `Arrival` that shows that it is there.
   */
  post(address: Address, card: Card, key: string, mark?: string): Promise<Posted>;
  update(address: Address, messageId: string, card: Card): Promise<void>;
  /** Shows a person's Home anew, where the platform has such a place. */
  showHome?(address: Address, card: Card): Promise<void>;
  inspectChannel(address: Address): Promise<ChannelAudience>;
  /** The account behind an id of a verified envelope; undefined where the platform does not know it. */
  whoIs(teamId: string, userId: string, address?: Address): Promise<Profile | undefined>;
  /** The account of an e-mail address, where the platform can be asked; Teams cannot without Graph permissions. */
  findByEmail(teamId: string, email: string): Promise<Profile | undefined>;
  /** Resolves when the platform can be reached with our credentials; throws a SetUpError with the mend otherwise. */
  check(): Promise<{ teamId: string; name: string } | undefined>;
  stop(): Promise<void>;
}

import type { Button, Card } from './card.ts';
import type { AnyForm, Values } from './form.ts';
import type { Address, PlatformName, Profile } from './platform.ts';
import type { Refusal } from './answers.ts';

/** Who sent it, from the verified envelope only. */
export interface Sender {
  platform: PlatformName;
  teamId: string;
  userId: string;
  /** Where this person can be written to privately, if the platform has just told. */
  address?: Address;
  /** Where the platform takes messages to this person at present, wherever they spoke; Teams moves such addresses. */
  serviceUrl?: string;
  /** When it was sent, by the platform's own clock: an older word that comes late does not undo a newer one. */
  at?: Date;
  /** With this very request the app was added for this person. */
  hasAdded?: true;
}

/** The place where it was sent: a private chat, or a channel that others read. */
export interface Place {
  private: boolean;
  /** The channel or chat, as an address to post to. */
  address?: Address;
}

/** `restored`: it is there again, and nobody has to be greeted anew. */
export type PlaceChange = 'added' | 'restored' | 'removed' | 'deleted' | 'archived';

export type Interaction = {
  /** Names this request once and for all: a retry or a replay carries the same. */
  id: string;
  sender: Sender;
  place: Place;
} & (
  | { kind: 'command'; command: string; words: string }
  | { kind: 'press'; action: string; state: Record<string, string> }
  | {
      kind: 'submit';
      form: string;
      version: number;
      state: Record<string, string>;
      values: Values;
      /** Names this press of Send, where the request's id names the window and a refused form comes again under it. */
      sending?: string;
    }
  | { kind: 'text'; text: string }
  /** Picked from a menu and not typed; `text` holds the words of the message it was picked on. */
  | { kind: 'shortcut'; shortcut: string; text?: string }
  /** The person looks at their Home. */
  | { kind: 'home' }
  /** What the platform knows of the sender has changed: a name, an address, a zone; or the account was `closed`. */
  | { kind: 'account'; change: 'changed' | 'closed'; profile: Profile }
  /** The app was added for this person (`installed`) or taken away (`removed`). */
  | { kind: 'presence'; change: 'installed' | 'removed' }
  /** The app was added to a place that others read, or cannot be there any more. */
  | { kind: 'place'; change: PlaceChange; of: 'team' | 'channel' | 'chat' }
);

export type Reply =
  /** Opens a form. `launcher` opens it later where a form cannot be opened at once: a typed command in Teams, a spent trigger. */
  | {
      kind: 'open';
      form: AnyForm;
      state: Record<string, string>;
      values: Values;
      /** What the person has just said: it goes before `values` and before what was kept from another time. */
      said?: Values;
      launcher: Button;
      errors?: Refusal;
    }
  /** The form comes back filled, with an error beside each field that needs another look. */
  | { kind: 'refuse'; form: AnyForm; state: Record<string, string>; values: Values; errors: Refusal }
  /** Said to the sender alone. */
  | { kind: 'say'; card: Card }
  /** Shown in the sender's Home; where there is none, said to the sender alone. */
  | { kind: 'home'; card: Card }
  /** The form closes; `message` is a short word of thanks where the platform has room for it. */
  | { kind: 'done'; message?: string }
  /** Nothing could be looked up. A form that was sent stays open with all that was typed, and `message` beside it. */
  | { kind: 'busy'; message: string }
  | { kind: 'nothing' };

export const nothing: Reply = { kind: 'nothing' };

/** What the platforms call for each verified request. Never rejects: whatever goes wrong comes back as a kind sentence. */
export type Receive = (interaction: Interaction) => Promise<Reply>;

/** What Slack tells of its own accord, as an interaction. */
import type { Interaction } from '../../chat/interaction.ts';
import { AccountEvent, HomeOpened, MessageEvent, TokensRevoked, type EventPayload } from './payloads.ts';
import { readAccount } from './read-account.ts';
import { readBy } from './read.ts';
import { installationOf } from './whose.ts';
import { readWords } from './words.ts';

type Told = Extract<Interaction, { kind: 'text' | 'home' | 'account' | 'presence' }>;

/** Undefined for what is none of our business: other events, other kinds of messages, what a bot said. */
export function readEvent(payload: EventPayload): Told | undefined {
  return readRemoval(payload) ?? readSaid(payload) ?? readHome(payload) ?? readAccountChange(payload);
}

/** A whole workspace left, which no one person did. */
function readRemoval(payload: EventPayload): Told | undefined {
  const revoked = TokensRevoked.safeParse(payload.event);
  const isRemoval = payload.event.type === 'app_uninstalled' || (revoked.success && revoked.data.tokens.bot.length > 0);
  const by = isRemoval ? readBy(payload, '', payload.event_id) : undefined;
  if (by === undefined) return undefined;
  const { address: _, ...sender } = by.sender;
  return { kind: 'presence', change: 'removed', id: by.id, sender, place: { private: true } };
}

function readSaid(payload: EventPayload): Told | undefined {
  const said = MessageEvent.safeParse(payload.event);
  if (!said.success || isFromElsewhere(payload, said.data)) return undefined;
  const by = readBy(payload, said.data.user, payload.event_id);
  if (by === undefined) return undefined;
  const address = { ...by.sender.address, channelId: said.data.channel };
  return {
    kind: 'text',
    id: by.id,
    sender: { ...by.sender, address },
    place: { private: true, address },
    text: readWords(said.data.text),
  };
}

function readHome(payload: EventPayload): Told | undefined {
  const opened = HomeOpened.safeParse(payload.event);
  const by = opened.success ? readBy(payload, opened.data.user, payload.event_id) : undefined;
  return by && { kind: 'home', ...by, place: { private: true } };
}

/** Home as it was when somebody opened it, so that nothing older is drawn over something newer. */
export function hashOfHome(payload: EventPayload): string | undefined {
  const opened = HomeOpened.safeParse(payload.event);
  return opened.success ? opened.data.view?.hash : undefined;
}

/** Nobody has written to us, so this tells nothing of whether they can be reached: the sender carries no address. */
function readAccountChange(payload: EventPayload): Told | undefined {
  const event = AccountEvent.safeParse(payload.event);
  const whose = installationOf(payload);
  const account = event.success && whose ? readAccount(whose, event.data.user) : undefined;
  const by = account && readBy(payload, account.profile.userId, payload.event_id);
  if (account === undefined || by === undefined) return undefined;
  const { address: _, ...sender } = by.sender;
  return { kind: 'account', id: by.id, sender, place: { private: true }, ...account };
}

/** Within an organization people write from any of its workspaces; which these are, Slack does not say here. */
function isFromElsewhere(payload: EventPayload, said: MessageEvent): boolean {
  const whose = installationOf(payload);
  if (whose === undefined || whose.teamId === whose.enterpriseId) return false;
  const ours = [whose.teamId, whose.enterpriseId];
  return [said.team, said.user_team].some((team) => typeof team === 'string' && !ours.includes(team));
}

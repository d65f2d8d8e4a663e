/** From what the page sends to what the product understands. Who sent it has been verified before, and is in nothing of this. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Interaction, Place, Sender } from '../../../chat/interaction.ts';
import { Pressed, readValues, Sent, type Drawing } from '../read.ts';

const Press = z.object({
  /** Made by the page once for each press, so that a second try of the same has no second effect. */
  id: z.string().regex(/^[\w-]{8,64}$/),
  data: Pressed,
});
const Submit = z.object({ data: Sent });

const PRIVATE: Place = { private: true };

interface Account {
  tenantId: string;
  userId: string;
}

/** Undefined where the body is none that our page sends. */
export type Read = (account: Account, body: unknown) => { interaction: Interaction; drawing?: Drawing } | undefined;

export const readHome: Read = (account) => ({
  interaction: { ...about(account, `home:${randomUUID()}`), kind: 'home' },
});

export const readPress: Read = (account, body) => {
  const press = Press.safeParse(body).data;
  if (!press) return undefined;
  return { interaction: { ...about(account, press.id), kind: 'press', action: press.data.a, state: press.data.s } };
};

export const readSubmit: Read = (account, body) => {
  const sent = Submit.safeParse(body).data?.data;
  if (!sent) return undefined;
  const { f: form, v: version, s: state, n: nonce, d: draw } = sent;
  const values = readValues(sent, sent.m);
  // One drawing of a form has its effect once, however often it is sent.
  return {
    interaction: { ...about(account, `${nonce}:${draw}`), kind: 'submit', form, version, state, values },
    drawing: { nonce, draw },
  };
};

/** Without an address: where to write to this person is what their chat has told, and no page. */
function about({ tenantId, userId }: Account, request: string): { id: string; sender: Sender; place: Place } {
  const sender: Sender = { platform: 'teams', teamId: tenantId, userId };
  return { id: `teams-tab:${tenantId}:${userId}:${request}`, sender, place: PRIVATE };
}

/**
 * Picked from the "..." menu in a chat between two people, or in the command box, a request may come without a conversation, as
 * Microsoft's own examples show it. Everything behind the door counts on one, so it gets one that leads nowhere.
 */
import type { RequestHandler } from 'express';
import { z } from 'zod';

const Placeless = z.looseObject({
  type: z.literal('invoke'),
  name: z.string().startsWith('composeExtension/'),
  conversation: z.null().optional(),
});

export const nameThePlace: RequestHandler = (request, _response, next) => {
  const placeless = Placeless.safeParse(request.body).data;
  if (placeless) request.body = { ...placeless, conversation: { id: 'nowhere', conversationType: 'groupChat' } };
  next();
};

/** Response URLs: five uses within thirty minutes, posting to or replacing where the interaction came from. */
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { makeSecretPath } from './ids.ts';
import { elapsedMs, markInstant } from './instants.ts';
import { readContent } from './methods/chat.ts';
import { flag } from './methods/method.ts';
import { findMessage, postAsBot, removeMessage, replaceMessage } from './messages.ts';
import { inWorkspace, isInstalled } from './world.ts';
import type { Conversation, ResponseUrl, World } from './world.ts';

const ResponseBody = z.looseObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag.transform((given) => given === true),
  delete_original: flag.transform((given) => given === true),
  thread_ts: z.string().optional(),
});

export function makeResponseUrl(world: World, given: Omit<ResponseUrl, 'at' | 'uses'>): string {
  const path = makeSecretPath();
  world.responseUrls.set(path, { ...given, at: markInstant(world.now), uses: 0 });
  return `${world.baseUrl}/respond/${given.workspaceId}/${path}`;
}

/** What a command's acknowledgement or a response URL says, put where it belongs. Returns an error code of Slack's. */
export function postResponse(
  world: World,
  place: Pick<ResponseUrl, 'workspaceId' | 'userId' | 'conversationId' | 'messageTs'>,
  body: unknown,
): string | undefined {
  const parsed = ResponseBody.safeParse(body);
  const conversation = world.conversations.get(inWorkspace(place.workspaceId, place.conversationId));
  if (!parsed.success || !conversation) return 'invalid_payload';
  const { delete_original, replace_original, response_type } = parsed.data;
  const original = findOriginal(conversation, place.messageTs);
  if (delete_original) {
    if (original) removeMessage(world, conversation, original);
    return original ? undefined : 'message_not_found';
  }
  const content = readContent(parsed.data);
  if ('error' in content) return content.error;
  if (replace_original && original) replaceMessage(world, conversation, original, { blocks: [], ...content });
  else postAsBot(world, conversation, response_type === 'ephemeral' ? { ...content, onlyFor: place.userId } : content);
  return undefined;
}

export function createResponseUrls(world: World): Router {
  const router = express.Router();
  router.use(express.json({ limit: '1mb' }), express.urlencoded({ extended: false }));
  router.post('/:workspace/:path', (request, response) => {
    const url = world.responseUrls.get(request.params.path);
    // [assumed] Slack does not say what an address answers once the app is taken away; it posts nothing any more.
    if (!url || url.workspaceId !== request.params.workspace || !isInstalled(world, url.workspaceId)) {
      response.status(404).json({ ok: false, error: 'invalid_url' });
      return;
    }
    if (elapsedMs(url.at, world.now) > 30 * 60_000) {
      response.status(404).json({ ok: false, error: 'expired_url' });
      return;
    }
    if (url.uses >= 5) {
      response.status(404).json({ ok: false, error: 'used_url' });
      return;
    }
    url.uses += 1;
    const error = postResponse(world, url, request.body);
    if (error === undefined) response.type('text/plain').send('ok');
    else response.status(error === 'no_text' || error.startsWith('invalid') ? 400 : 404).json({ ok: false, error });
  });
  return router;
}

function findOriginal(conversation: Conversation, ts: string | undefined) {
  return ts === undefined ? undefined : findMessage(conversation, ts);
}

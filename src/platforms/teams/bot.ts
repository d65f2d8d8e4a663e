/** The teams-ai application behind the door: the SDK verifies each activity and routes it to one of two handlers. */
import { Application, TeamsAdapter } from '@microsoft/teams-ai';
import type { TurnContext } from 'botbuilder';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { Activity } from './activity.ts';
import type { Cloud } from './clouds.ts';
import type { Tokens } from './tokens.ts';

/** The body of the answer to an invoke; none closes a dialog, and `later` leaves it open with all that was typed. */
export type InvokeAnswer = Record<string, unknown> | undefined | typeof LATER;

/** A dialog that gets no answer stays as it is, and Teams says to try again. */
export const LATER = 'later';

interface Handlers {
  invoke(activity: Activity): Promise<InvokeAnswer>;
  event(activity: Activity): Promise<void>;
  /** What an invoke is told when its handler failed. */
  sorry(activity: Activity | undefined): InvokeAnswer;
}

export function createBot(options: {
  cloud: Cloud;
  appId: string;
  tokens: Tokens;
  log: Log;
  handlers: Handlers;
}): RequestHandler {
  const { cloud, appId, tokens, log, handlers } = options;
  const adapter = new VerifyingAdapter(
    {
      MicrosoftAppId: appId,
      ToChannelFromBotLoginUrl: cloud.loginUrl,
      ToChannelFromBotOAuthScope: cloud.scope,
      ToBotFromChannelTokenIssuer: cloud.issuer,
      ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadataUrl,
      // Tokens of the emulator's kind never come past the door, and would find no key of theirs here.
      ToBotFromEmulatorOpenIdMetadataUrl: cloud.openIdMetadataUrl,
      OAuthUrl: cloud.oauthUrl,
      CallerId: cloud.callerId,
      ValidateAuthority: cloud.name !== 'custom',
    },
    tokens.factory,
  );
  const app = new QuietApplication({
    adapter,
    botAppId: appId,
    startTypingTimer: false,
    removeRecipientMention: false,
  });
  const isInvoke = (context: TurnContext) => context.activity.type === 'invoke';
  app.activity(
    (context) => Promise.resolve(isInvoke(context)),
    async (context) => answer(context, await handlers.invoke(Activity.parse(context.activity))),
  );
  app.activity(
    (context) => Promise.resolve(!isInvoke(context)),
    async (context) => handlers.event(Activity.parse(context.activity)),
  );
  app.error(async (context, error) => {
    log.error({ activityId: context.activity.id, problem: error.name }, 'a Teams activity could not be handled');
    if (!isInvoke(context)) return;
    if (context.activity.name === 'task/submit') await answer(context, LATER);
    else await answer(context, handlers.sorry(Activity.safeParse(context.activity).data));
  });

  return async (request, response) => {
    const token = { verified: false };
    const turn = async (context: TurnContext) => {
      token.verified = true;
      await app.run(context);
    };
    try {
      const result = await adapter.verify(request.headers.authorization ?? '', request.body, turn);
      response.status(result?.status ?? 200);
      if (result?.body === undefined) response.end();
      else response.json(result.body);
    } catch (error) {
      const status = token.verified ? 500 : couldNotCheck(error) ? 503 : 401;
      log.warn({ status, problem: error instanceof Error ? error.name : 'unknown' }, 'a Teams activity was refused');
      response.status(status).json({ error: REFUSALS[status] });
    }
  };
}

const REFUSALS: Record<number, string> = {
  401: 'The token of this request is not valid.',
  500: 'Something went wrong on our side. Please try again in a minute.',
  503: 'The keys that tokens are checked with cannot be read at the moment. Please try again in a minute.',
};

/** `process` would answer a bad signature with 500 and put every error's own words into the response; this leaves both to us. */
class VerifyingAdapter extends TeamsAdapter {
  verify(authorization: string, body: unknown, turn: (context: TurnContext) => Promise<void>) {
    return this.processActivity(authorization, ActivityBody.parse(body), turn);
  }
}

type ActivityBody = TurnContext['activity'];
const ActivityBody = z.custom<ActivityBody>((value) => typeof value === 'object' && value !== null);

/** teams-ai 1.7.4 sends "typing" after a second whatever `startTypingTimer` says, with one timer for all conversations. */
class QuietApplication extends Application {
  override startTypingTimer(): void {}
}

async function answer(context: TurnContext, body: InvokeAnswer): Promise<void> {
  const value = body === LATER ? { status: 503 } : body === undefined ? { status: 200 } : { status: 200, body };
  await context.sendActivity({ type: 'invokeResponse', value });
}

const Fetching = z.object({ name: z.literal('FetchError') }).or(z.object({ statusCode: z.literal(500) }));

/** The key document could not be loaded: nobody's fault who sent the request, and worth another try. */
function couldNotCheck(error: unknown): boolean {
  return Fetching.safeParse(error).success;
}

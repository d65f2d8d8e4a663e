/** A small but real teams-ai app, signed in against a pocket Teams, for the pocket's own tests. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Application, TeamsAdapter } from '@microsoft/teams-ai';
import { TurnContext } from 'botbuilder';
import type { Activity, ConfigurationServiceClientCredentialFactory, ConversationReference } from 'botbuilder';
import express from 'express';
import type { ListeningPocketTeams, PocketTeamsOptions } from '../../../src/playground/pocket-teams/index.ts';
import { listenPocketTeams } from '../../../src/playground/pocket-teams/index.ts';

export const APP_ID = '11111111-2222-3333-4444-555555555555';
export const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const HOME_TENANT = 'bbbbbbbb-0000-4000-8000-000000000002';
const PASSWORD = 'a password for tests only';

export interface RealApp {
  app: Application;
  adapter: TeamsAdapter;
  references: Partial<ConversationReference>[];
  turns: Activity[];
  /** Speaks first, in the last conversation heard of unless another is named; errors come out instead of being swallowed. */
  speak<Result>(
    work: (context: TurnContext) => Promise<Result>,
    reference?: Partial<ConversationReference>,
  ): Promise<Result>;
}

export interface Stage extends RealApp {
  teams: ListeningPocketTeams;
  close(): Promise<void>;
}

export async function stage(more: Partial<PocketTeamsOptions> = {}): Promise<Stage> {
  let port = 0;
  const teams = await listenPocketTeams({
    now: () => new Date('2026-10-08T21:00:00Z'),
    messagesUrl: () => `http://127.0.0.1:${port}/api/messages`,
    appId: APP_ID,
    appPassword: PASSWORD,
    tenantId: HOME_TENANT,
    ...more,
  });
  teams.pocket.addTenant({ id: TENANT, name: 'Harbor City' });
  const real = makeApp(teams);
  const web = express();
  web.use(express.json());
  web.post('/api/messages', async (request, response) => {
    await real.adapter.process(request, response, async (context) => {
      real.turns.push(context.activity);
      real.references.push(TurnContext.getConversationReference(context.activity));
      await real.app.run(context);
    });
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = web.listen(0, '127.0.0.1', () => resolve(listening));
  });
  port = (server.address() as AddressInfo).port;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await teams.close();
  };
  return { ...real, teams, close };
}

function makeApp(teams: ListeningPocketTeams): RealApp {
  const adapter = new TeamsAdapter(
    {
      MicrosoftAppId: APP_ID,
      ToChannelFromBotLoginUrl: teams.loginUrl,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: teams.issuer,
      ToBotFromChannelOpenIdMetadataUrl: teams.openIdMetadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: teams.openIdMetadataUrl,
      OAuthUrl: 'https://api.botframework.com',
      ValidateAuthority: 'true',
    },
    loginUrlCredentials(APP_ID, PASSWORD),
  );
  adapter.use(async (context, next) => {
    stopRetries(context.turnState.get(adapter.ConnectorClientKey));
    await next();
  });
  const app = new Application({ adapter, botAppId: APP_ID, startTypingTimer: false });
  const references: Partial<ConversationReference>[] = [];
  const speak: RealApp['speak'] = async (work, reference = references.at(-1)) => {
    if (!reference) throw new Error('Nobody has spoken to the app yet.');
    let outcome: (() => Awaited<ReturnType<typeof work>>) | undefined;
    await adapter.continueConversationAsync(APP_ID, reference, async (context) => {
      try {
        const result = await work(context);
        outcome = () => result;
      } catch (error) {
        outcome = () => {
          throw error;
        };
      }
    });
    if (!outcome) throw new Error('The turn did not run.');
    return outcome();
  };
  return { app, adapter, references, turns: [], speak };
}

/** The SDK ignores its own `noRetryPolicy` option, so the retry policy is taken out of each turn's client. */
function stopRetries(connector: { client: { pipeline: { removePolicy(policy: { name: string }): unknown } } }): void {
  connector.client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
}

type CredentialsFactory = Pick<
  ConfigurationServiceClientCredentialFactory,
  'isValidAppId' | 'isAuthenticationDisabled' | 'createCredentials'
>;

/** MSAL refuses any authority that is not https, so a loopback sign-in service is asked directly, by the same protocol. */
function loginUrlCredentials(appId: string, password: string): CredentialsFactory {
  let token: Promise<string> | undefined;
  return {
    isValidAppId: (asked) => Promise.resolve(asked === appId),
    isAuthenticationDisabled: () => Promise.resolve(false),
    createCredentials: (_appId: string, audience: string, loginEndpoint: string) =>
      Promise.resolve({
        async signRequest<Request extends { headers: { set(name: string, value: string): void } }>(request: Request) {
          token ??= fetchToken(appId, password, audience, loginEndpoint);
          request.headers.set('authorization', `Bearer ${await token}`);
          return request;
        },
      }),
  };
}

async function fetchToken(appId: string, password: string, audience: string, loginEndpoint: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: password,
    scope: `${audience}/.default`,
  });
  const response = await fetch(`${loginEndpoint}/oauth2/v2.0/token`, { method: 'POST', body });
  const answer: { access_token?: string; error_description?: string } = await response.json();
  if (!answer.access_token) throw new Error(`Signing in failed: ${answer.error_description ?? response.status}`);
  return answer.access_token;
}

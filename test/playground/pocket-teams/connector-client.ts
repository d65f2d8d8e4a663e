/** Speaks to the pocket's connector without any SDK, so that its answers can be seen bare. */
import type { ListeningPocketTeams } from '../../../src/playground/pocket-teams/index.ts';
import { listenPocketTeams } from '../../../src/playground/pocket-teams/index.ts';
import type { PocketTeamsOptions } from '../../../src/playground/pocket-teams/state.ts';

export const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
export const OTHER_TENANT = 'cccccccc-0000-4000-8000-000000000003';
export const HOME = 'bbbbbbbb-0000-4000-8000-000000000002';
export const APP_ID = '11111111-2222-3333-4444-555555555555';

export interface Answer {
  status: number;
  code?: string;
  message?: string;
  retryAfter: string | null;
  body: unknown;
}

export interface ConnectorClient {
  teams: ListeningPocketTeams;
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  signIn(
    form?: Record<string, string>,
    tenant?: string,
  ): Promise<{ status: number; body: { access_token?: string; error?: string } }>;
}

/** The app itself is nowhere: activities go to a closed port. */
export async function connectorClient(more: Partial<PocketTeamsOptions> = {}): Promise<ConnectorClient> {
  const teams = await listenPocketTeams({
    now: () => new Date('2026-10-08T21:00:00Z'),
    messagesUrl: 'http://127.0.0.1:9/api/messages',
    appId: APP_ID,
    appPassword: 'secret',
    tenantId: HOME,
    ...more,
  });
  teams.pocket.addTenant({ id: TENANT, name: 'Harbor City' });
  teams.pocket.addTenant({ id: OTHER_TENANT, name: 'Elsewhere' });
  const signIn: ConnectorClient['signIn'] = async (form = {}, tenant = HOME) => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: APP_ID,
      client_secret: 'secret',
      scope: 'https://api.botframework.com/.default',
      ...form,
    });
    const response = await fetch(`${teams.url}/login/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
    return { status: response.status, body: await response.json() };
  };
  const own = (await signIn()).body.access_token ?? '';
  const call: ConnectorClient['call'] = async (method, path, body, token = own) => {
    const response = await fetch(`${teams.serviceUrl}v3/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: { error?: { code: string; message: string } } = text === '' ? {} : JSON.parse(text);
    return { status: response.status, ...answer.error, retryAfter: response.headers.get('retry-after'), body: answer };
  };
  return { teams, call, signIn };
}

export const text = (words: string): object => ({ type: 'message', text: words });
export const at = (conversationId: string): string => `conversations/${encodeURIComponent(conversationId)}/activities`;

/** Whether the public address leads to our own door and our own tab, and not to something that stands before them. */
import { z } from 'zod';
import { NO_TOKEN } from './door.ts';

/** What was tried and what came of it; `words` hold the mend where it is not `ok`. */
export interface Finding {
  what: string;
  ok: boolean;
  words: string;
}

const TIMEOUT_MS = 5_000;

/** Without a token the door answers in words that nothing else would use. */
export async function knock(url: string): Promise<Finding> {
  const what = 'Messaging endpoint';
  const address = new URL('/api/messages', url).href;
  const found = await ask(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  if ('words' in found) return { what, ok: false, words: found.words };
  const { status, body } = found;
  if (status === 401 && body.includes(NO_TOKEN)) return { what, ok: true, words: address };
  const words: Record<number, string> = {
    401: 'asks for a sign-in before the process is reached. Let it pass without one: every request has its own token',
    403: 'is refused before the process is reached. Let POST from the internet pass to it',
    404: 'is not there: something else answers, or Teams is off in the process',
  };
  const general = isRedirect(status)
    ? 'leads elsewhere, and the Bot Connector does not follow. Give the address at which it ends'
    : `answers ${status}. Is the process there, and is it this version`;
  return { what, ok: false, words: `${address} ${words[status] ?? general}` };
}

export async function lookAtTab(url: string, publicUrl: string | undefined): Promise<Finding> {
  const what = 'Personal tab';
  if (publicUrl === undefined)
    return { what, ok: true, words: 'off, because PUBLIC_URL is not set; the word home shows the same' };
  const address = new URL('/teams/tab', url).href;
  if (new URL(url).origin !== new URL(publicUrl).origin)
    return {
      what,
      ok: false,
      words: `PUBLIC_URL is ${publicUrl}, and Teams is to show ${address}. Make them the same`,
    };
  const found = await ask(address, { method: 'GET' });
  if ('words' in found) return { what, ok: false, words: found.words };
  if (found.status === 200 && found.body.includes('<html')) return { what, ok: true, words: address };
  return {
    what,
    ok: false,
    words: `${address} answers ${found.status}. Start the process again with PUBLIC_URL, and let the proxy pass /teams/tab`,
  };
}

async function ask(address: string, init: RequestInit): Promise<{ status: number; body: string } | { words: string }> {
  try {
    const response = await fetch(address, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    const code = Caused.safeParse(error).data?.cause.code ?? '';
    return {
      words: CERTIFICATE.test(code)
        ? `${address} has a certificate that is not trusted (${code}). Serve one of a public authority, with its whole chain`
        : `${address} cannot be reached from here. Start the process, and look at DNS and the proxy`,
    };
  }
}

const Caused = z.object({ cause: z.object({ code: z.string() }) });
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/;

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

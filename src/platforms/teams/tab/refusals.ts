/** What a page is told that was refused. Why it was stands in the log. */
import type { Response } from 'express';

const WORDS = {
  400: 'This page and our server do not understand each other. Please open the tab again.',
  401: 'Teams could not tell us who you are. Please open the tab again.',
  403: 'This tab is not open to you here. Your administrator can tell you more.',
  413: 'This is more than can be sent at once. Please make your answers shorter.',
  429: 'That was a lot at once. Please wait a minute, then try again.',
  500: 'Something went wrong on our side, and nothing was changed. Please try again in a minute.',
  503: 'Microsoft’s sign-in cannot be checked at the moment. Please try again in a minute.',
};

export type RefusalStatus = keyof typeof WORDS;

export function refuse(response: Response, status: RefusalStatus): void {
  response.status(status).json({ error: WORDS[status] });
}

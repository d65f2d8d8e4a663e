/** What the page needs of Teams, through Microsoft's own library: who looks, in which theme, and where links open. */
import type * as TeamsJs from '@microsoft/teams-js';

declare const microsoftTeams: typeof TeamsJs;

export const OUTSIDE = 'This page belongs in Microsoft Teams. Open Throughline there and choose Home.';
const NOBODY = 'Teams could not tell us who you are. Please open the tab again, or sign in to Teams again.';

export async function enterTeams(): Promise<void> {
  // Outside of Teams there is nobody to answer, and the library would wait for a minute.
  if (window.parent === window) throw new Error(OUTSIDE);
  await microsoftTeams.app.initialize();
  microsoftTeams.app.registerOnThemeChangeHandler(wear);
  const { app } = await microsoftTeams.app.getContext();
  wear(app.theme);
  microsoftTeams.app.notifyAppLoaded();
}

export function tellReady(): void {
  void microsoftTeams.app.notifySuccess();
}

/** Teams keeps the token and renews it, so it is asked for each time. */
export async function signInToken(): Promise<string> {
  try {
    return await microsoftTeams.authentication.getAuthToken();
  } catch {
    throw new Error(NOBODY);
  }
}

export function openLink(url: string): void {
  if (/^https:\/\/([\w-]+\.)*teams\.microsoft\.(com|us)\/l\//.test(url)) void microsoftTeams.app.openLink(url);
  else window.open(url, '_blank', 'noopener');
}

function wear(theme: string): void {
  document.documentElement.dataset['theme'] = theme === 'dark' || theme === 'contrast' ? theme : 'default';
}

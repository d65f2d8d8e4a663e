/** Where somebody adds the app for themselves: the page of the app in Teams, which works in the client and in a browser. */
import type { CloudName } from './clouds.ts';

const HOSTS: Record<Exclude<CloudName, 'custom'>, string> = {
  public: 'teams.microsoft.com',
  gcc: 'teams.microsoft.com',
  gcch: 'gov.teams.microsoft.us',
  dod: 'dod.teams.microsoft.us',
};

/** By the id of the manifest, which is the app's own. In a custom cloud nobody knows where Teams is. */
export function addLinkOf(cloud: CloudName, appId: string): string | undefined {
  return cloud === 'custom' ? undefined : `https://${HOSTS[cloud]}/l/app/${encodeURIComponent(appId)}`;
}

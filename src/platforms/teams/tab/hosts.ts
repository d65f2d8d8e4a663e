/** Which Microsoft hosts may show the tab: Microsoft's list for tabs, and for the government clouds the hosts that teams-js itself trusts. */
import type { CloudName } from '../clouds.ts';

const COMMERCIAL = [
  'https://*.cloud.microsoft',
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.microsoft365.com',
  'https://*.office.com',
  'https://outlook.office365.com',
];

/** In a custom cloud only pages of our own origin may: a stand-in runs beside the app. */
const FRAMERS: Record<CloudName, readonly string[]> = {
  public: COMMERCIAL,
  gcc: COMMERCIAL,
  gcch: ['https://gov.teams.microsoft.us', 'https://outlook.office365.us', 'https://www.office365.us'],
  dod: [
    'https://dod.teams.microsoft.us',
    'https://outlook-dod.office365.us',
    'https://webmail.apps.mil',
    'https://www.ohome.apps.mil',
  ],
  custom: ["'self'"],
};

export function framersOf(cloud: CloudName): readonly string[] {
  return FRAMERS[cloud];
}

const TEAMS: Record<CloudName, string> = {
  public: 'https://teams.microsoft.com',
  gcc: 'https://teams.microsoft.com',
  gcch: 'https://gov.teams.microsoft.us',
  dod: 'https://dod.teams.microsoft.us',
  custom: 'https://teams.microsoft.com',
};

/** The link that opens the chat with the app. */
export function chatLink(cloud: CloudName, appId: string): string {
  return `${TEAMS[cloud]}/l/entity/${appId}/conversations`;
}

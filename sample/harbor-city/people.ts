// Who works in Harbor City and at Northlight Partners. Everybody here is invented.

export interface School {
  id: string;
  name: string;
  level: string;
  timeZone: string;
  students: number;
  tracks?: string;
}

export const SCHOOLS: readonly School[] = [
  { id: 'hc-adams', name: 'Adams ES', level: 'ELEMENTARY', timeZone: 'America/New_York', students: 90 },
  { id: 'hc-baker', name: 'Baker ES', level: 'ELEMENTARY', timeZone: 'America/New_York', students: 80 },
  { id: 'hc-clay', name: 'Clay K-8', level: 'K8', timeZone: 'America/New_York', students: 120, tracks: 'A B C D' },
  { id: 'hc-lincoln', name: 'Lincoln MS', level: 'MIDDLE', timeZone: 'America/New_York', students: 100 },
  { id: 'hc-madison', name: 'Madison MS', level: 'MIDDLE', timeZone: 'America/New_York', students: 90 },
  { id: 'hc-grant', name: 'Grant MS', level: 'MIDDLE', timeZone: 'America/New_York', students: 90 },
  { id: 'hc-truman', name: 'Truman HS', level: 'HIGH', timeZone: 'America/New_York', students: 120 },
  { id: 'hc-roosevelt', name: 'Roosevelt HS', level: 'HIGH', timeZone: 'America/New_York', students: 130 },
  { id: 'hc-mesa-vista', name: 'Mesa Vista HS', level: 'HIGH', timeZone: 'America/Phoenix', students: 80 },
];

export interface Leader {
  given: string;
  family: string;
  org: string;
  /** What the district's roster file says, which is not always what the person is. */
  oneRosterRole: 'principal' | 'siteAdministrator' | 'districtAdministrator' | 'systemAdministrator';
  /** What the same person is called in the spreadsheet. */
  spreadsheetRole: string;
}

export const LEADERS: readonly Leader[] = [
  { given: 'Elena', family: 'Rivera', org: 'hc-adams', oneRosterRole: 'principal', spreadsheetRole: 'Principal' },
  {
    given: 'Marcus',
    family: 'Hale',
    org: 'hc-adams',
    oneRosterRole: 'principal',
    spreadsheetRole: 'Assistant principal',
  },
  { given: 'Ngozi', family: 'Okafor', org: 'hc-baker', oneRosterRole: 'principal', spreadsheetRole: 'Principal' },
  { given: 'Minh', family: 'Nguyen', org: 'hc-clay', oneRosterRole: 'principal', spreadsheetRole: 'Principal' },
  { given: 'Anita', family: 'Patel', org: 'hc-lincoln', oneRosterRole: 'principal', spreadsheetRole: 'Principal' },
  {
    given: 'Tessa',
    family: 'Lindqvist',
    org: 'hc-lincoln',
    oneRosterRole: 'siteAdministrator',
    spreadsheetRole: 'Assistant principal',
  },
  { given: 'Daniel', family: 'Brooks', org: 'hc-madison', oneRosterRole: 'principal', spreadsheetRole: 'Principal' },
  { given: 'Samira', family: 'Haddad', org: 'hc-grant', oneRosterRole: 'principal', spreadsheetRole: 'Principal' },
  { given: 'Walter', family: 'Stone', org: 'hc-truman', oneRosterRole: 'principal', spreadsheetRole: 'Principal' },
  {
    given: 'Joy',
    family: 'Castellan',
    org: 'hc-truman',
    oneRosterRole: 'siteAdministrator',
    spreadsheetRole: 'Assistant principal',
  },
  { given: 'Grace', family: 'Whitfield', org: 'hc-roosevelt', oneRosterRole: 'principal', spreadsheetRole: 'Principal' },
  { given: 'Lucia', family: 'Ortiz', org: 'hc-mesa-vista', oneRosterRole: 'principal', spreadsheetRole: 'Principal' },
  {
    given: 'Camille',
    family: 'Moreau',
    org: 'hc-district',
    oneRosterRole: 'districtAdministrator',
    spreadsheetRole: 'Superintendent',
  },
  {
    given: 'Kim',
    family: 'Adler',
    org: 'hc-district',
    oneRosterRole: 'systemAdministrator',
    spreadsheetRole: 'Technical administrator',
  },
];

/** Coaches and their principals; the last entry, without a principal, is the partner's manager. */
export const PAIRS: readonly (readonly [coach: string, principal: string, school: string, weekday: string])[] = [
  ['Jordan Bell', 'Rivera', 'Adams ES', 'Monday'],
  ['Mei Cho', 'Okafor', 'Baker ES', 'Tuesday'],
  ['Rafael Diaz', 'Nguyen', 'Clay K-8', 'Wednesday'],
  ['Priya Singh', 'Patel', 'Lincoln MS', 'Tuesday'],
  ['Priya Singh', 'Brooks', 'Madison MS', 'Thursday'],
  ['Ruth Evans', 'Haddad', 'Grant MS', 'Wednesday'],
  ['Omar Farah', 'Stone', 'Truman HS', 'Monday'],
  ['Omar Farah', 'Ortiz', 'Mesa Vista HS', 'Wednesday'],
  ['Noor Haas', '', '', ''],
];

export function emailOf(given: string, family: string, host = 'harborcity.example'): string {
  return `${given}.${family}@${host}`.toLowerCase();
}

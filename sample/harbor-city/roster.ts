// The five OneRoster 1.2 files of Harbor City, with the noise a district's export really has.

import { LEADERS, SCHOOLS, emailOf } from './people.ts';

const DISTRICT = 'hc-district';
const TEACHERS = 24;
const PARENTS = 40;

const GIVEN =
  'Ada,Bo,Cleo,Dara,Eli,Faye,Gus,Hana,Ivo,Juno,Kai,Lena,Milo,Nia,Otis,Pia,Quin,Remy,Sol,Tove,Uma,Vik,Wren,Xan,Yara,Zeke,Arlo,Bea,Cyr,Dov';
const FAMILY =
  'Applewhite,Birdsong,Cobblestone,Dewdrop,Eastwind,Fairweather,Goodfellow,Hazelton,Inkwell,Juniper,Kingfisher,Larkspur,Merriweather,Nightingale,Oakenshaw,Pennyworth,Quillfeather,Rainwater,Silverton,Thistlewood,Umberfield,Violetta,Willowby,Yellowstone,Zephyrine,Amberley,Briarwood,Cloverdale,Driftwood,Elderberry';

export function rosterFiles(): Map<string, string> {
  const people = [...leaders(), ...teachers(), ...parents(), ...students()];
  return new Map([
    ['manifest.csv', csv(manifest())],
    ['orgs.csv', csv(orgs())],
    ['academicSessions.csv', csv(sessions())],
    ['users.csv', csv([USERS_HEADER, ...people.map(userRow)])],
    ['roles.csv', csv([ROLES_HEADER, ...people.map(roleRow)])],
  ]);
}

interface Entry {
  id: string;
  given: string;
  family: string;
  email: string;
  grades: string;
  org: string;
  role: string;
}

const USERS_HEADER =
  'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns'.split(
    ',',
  );
const ROLES_HEADER =
  'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId'.split(
    ',',
  );

function manifest(): string[][] {
  const bulk = ['academicSessions', 'orgs', 'roles', 'users'];
  const absent =
    'categories,classes,classResources,courses,courseResources,demographics,enrollments,lineItems,lineItemLearningObjectiveIds,lineItemScoreScales,resources,results,resultLearningObjectiveIds,resultScoreScales,scoreScales,userProfiles,userResources';
  return [
    ['propertyName', 'value'],
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.2'],
    ...bulk.map((name) => [`file.${name}`, 'bulk']),
    ...absent.split(',').map((name) => [`file.${name}`, 'absent']),
    ['source.systemName', 'Harbor City sample'],
    ['source.systemCode', 'harbor-city'],
  ];
}

function orgs(): string[][] {
  const header =
    'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId,metadata.timeZone,metadata.level,metadata.tracks';
  return [
    header.split(','),
    [DISTRICT, '', '', 'Harbor City', 'district', '9900001', '', 'America/New_York', '', ''],
    ...SCHOOLS.map((school, at) => [
      school.id,
      '',
      '',
      school.name,
      'school',
      `9900001${String(at + 1).padStart(5, '0')}`,
      DISTRICT,
      school.timeZone,
      school.level,
      school.tracks ?? '',
    ]),
  ];
}

function sessions(): string[][] {
  const header = 'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear';
  const row = (id: string, title: string, type: string, from: string, to: string, parent: string, year: string) => [
    id,
    '',
    '',
    title,
    type,
    from,
    to,
    parent,
    year,
  ];
  return [
    header.split(','),
    row('hc-2027', '2026-27 school year', 'schoolYear', '2026-08-24', '2027-06-16', '', '2027'),
    row('hc-2027-s1', 'Fall 2026', 'semester', '2026-08-24', '2027-01-22', 'hc-2027', '2027'),
    row('hc-2027-s2', 'Spring 2027', 'semester', '2027-01-25', '2027-06-16', 'hc-2027', '2027'),
    row('hc-2028', '2027-28 school year', 'schoolYear', '2027-08-23', '2028-06-14', '', '2028'),
    row('hc-2028-s1', 'Fall 2027', 'semester', '2027-08-23', '2028-01-21', 'hc-2028', '2028'),
    row('hc-2028-s2', 'Spring 2028', 'semester', '2028-01-24', '2028-06-14', 'hc-2028', '2028'),
  ];
}

function leaders(): Entry[] {
  return LEADERS.map(({ given, family, org, oneRosterRole }) => ({
    id: `hc-staff-${family.toLowerCase()}`,
    given,
    family,
    email: emailOf(given, family),
    grades: '',
    org,
    role: oneRosterRole,
  }));
}

function teachers(): Entry[] {
  return crowd(TEACHERS, 'hc-teacher', (at) => ({ role: at % 8 === 7 ? 'counselor' : 'teacher', grades: '', org: at }));
}

function parents(): Entry[] {
  return crowd(PARENTS, 'hc-family', (at) => ({ role: at % 4 === 3 ? 'guardian' : 'parent', grades: '', org: at }));
}

function students(): Entry[] {
  const seats = SCHOOLS.flatMap((school, at) => Array.from({ length: school.students }, () => at));
  return crowd(seats.length, 'hc-student', (at) => ({
    role: 'student',
    grades: String((at % 12) + 1).padStart(2, '0'),
    org: seats[at] ?? 0,
  }));
}

function crowd(
  size: number,
  prefix: string,
  placeOf: (at: number) => { role: string; grades: string; org: number },
): Entry[] {
  const given = GIVEN.split(',');
  const family = FAMILY.split(',');
  return Array.from({ length: size }, (_, at) => {
    const place = placeOf(at);
    return {
      id: `${prefix}-${String(at + 1).padStart(4, '0')}`,
      given: given[at % given.length] ?? '',
      family: family[Math.floor(at / given.length) % family.length] ?? '',
      email: '',
      grades: place.grades,
      org: SCHOOLS[place.org % SCHOOLS.length]?.id ?? DISTRICT,
      role: place.role,
    };
  });
}

function userRow({ id, given, family, email, grades, org }: Entry): string[] {
  return [id, '', '', 'true', id, '', given, family, '', '', email, '', '', '', grades, '', '', '', '', '', org, ''];
}

function roleRow({ id, org, role }: Entry): string[] {
  return [`${id}-role`, '', '', id, 'primary', role, '', '', org, ''];
}

function csv(rows: string[][]): string {
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

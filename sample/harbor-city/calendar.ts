// Harbor City's two school years, as the district's web calendar would publish them.

/** `first` and `last` are school days; the file states the end as the day after, as iCal does. */
const DAYS: readonly (readonly [first: string, last: string, summary: string])[] = [
  ['2026-06-22', '2026-08-14', 'Summer recess: offices open'],
  ['2026-08-17', '2026-08-21', 'Teacher Workdays'],
  ['2026-08-24', '2026-08-24', 'First Day of School'],
  ['2026-09-07', '2026-09-07', 'Labor Day: No School'],
  ['2026-10-12', '2026-10-12', "Indigenous Peoples' Day: Schools and Offices Closed"],
  ['2026-10-29', '2026-10-30', 'Fall Break'],
  ['2026-11-03', '2026-11-03', 'Student Holiday (Election Day); Teacher Workday'],
  ['2026-11-06', '2026-11-06', 'Professional Development Day: No School for Students'],
  ['2026-11-11', '2026-11-11', 'Veterans Day: No School'],
  ['2026-11-25', '2026-11-27', 'Thanksgiving Break'],
  ['2026-12-21', '2027-01-01', 'Winter Break'],
  ['2027-01-18', '2027-01-18', 'Martin Luther King Jr. Day: No School'],
  ['2027-01-28', '2027-01-28', 'Snow Day: All Schools Closed'],
  ['2027-02-15', '2027-02-15', "Presidents' Day: No School"],
  ['2027-03-12', '2027-03-12', 'Professional Development Day: No School for Students'],
  ['2027-03-29', '2027-04-02', 'Spring Break'],
  ['2027-05-04', '2027-05-07', 'State Testing Window'],
  ['2027-05-31', '2027-05-31', 'Memorial Day: No School'],
  ['2027-06-15', '2027-06-15', 'Make-up Day (for January 28)'],
  ['2027-06-16', '2027-06-16', 'Last Day of School: Early Release'],
  ['2027-06-18', '2027-06-18', 'Juneteenth (observed): Offices Closed'],
  ['2027-06-21', '2027-08-13', 'Summer recess: offices open'],
  ['2027-07-05', '2027-07-05', 'Independence Day (observed): Offices Closed'],
  ['2027-08-16', '2027-08-20', 'Teacher Workdays'],
  ['2027-08-23', '2027-08-23', 'First Day of School'],
  ['2027-09-06', '2027-09-06', 'Labor Day: No School'],
  ['2027-10-11', '2027-10-11', "Indigenous Peoples' Day: Schools and Offices Closed"],
  ['2027-10-28', '2027-10-29', 'Fall Break'],
  ['2027-11-02', '2027-11-02', 'Student Holiday (Election Day); Teacher Workday'],
  ['2027-11-05', '2027-11-05', 'Professional Development Day: No School for Students'],
  ['2027-11-11', '2027-11-11', 'Veterans Day: No School'],
  ['2027-11-24', '2027-11-26', 'Thanksgiving Break'],
  ['2027-12-20', '2027-12-31', 'Winter Break'],
  ['2028-01-17', '2028-01-17', 'Martin Luther King Jr. Day: No School'],
  ['2028-01-27', '2028-01-27', 'Snow Day: All Schools Closed'],
  ['2028-02-21', '2028-02-21', "Presidents' Day: No School"],
  ['2028-03-10', '2028-03-10', 'Professional Development Day: No School for Students'],
  ['2028-04-03', '2028-04-07', 'Spring Break'],
  ['2028-05-02', '2028-05-05', 'State Testing Window'],
  ['2028-05-29', '2028-05-29', 'Memorial Day: No School'],
  ['2028-06-13', '2028-06-13', 'Make-up Day (for January 27)'],
  ['2028-06-14', '2028-06-14', 'Last Day of School: Early Release'],
  ['2028-06-19', '2028-06-19', 'Juneteenth: Offices Closed'],
  ['2028-06-20', '2028-08-18', 'Summer recess: offices open'],
  ['2028-07-04', '2028-07-04', 'Independence Day: Offices Closed'],
  // What every district's feed also carries and no prompt may depend on.
  ['2026-09-18', '2026-09-18', 'Wear Purple Day'],
  ['2026-10-05', '2026-10-09', 'Book Fair'],
  ['2026-12-10', '2026-12-10', 'Holiday Concert, Truman HS auditorium'],
  ['2027-03-01', '2027-03-01', 'Spring Break Camp registration deadline'],
  ['2027-10-22', '2027-10-22', 'Wear Purple Day'],
  ['2028-02-11', '2028-02-11', 'Winter Carnival'],
];

const ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:America/New_York',
  'BEGIN:DAYLIGHT',
  'TZOFFSETFROM:-0500',
  'TZOFFSETTO:-0400',
  'TZNAME:EDT',
  'DTSTART:20070311T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:-0400',
  'TZOFFSETTO:-0500',
  'TZNAME:EST',
  'DTSTART:20071104T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
];

export function districtCalendar(): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Harbor City//District calendar//EN',
    'X-WR-CALNAME:Harbor City district calendar',
    ...ZONE,
    ...DAYS.flatMap(([first, last, summary], at) =>
      event(at, [`DTSTART;VALUE=DATE:${flat(first)}`, `DTEND;VALUE=DATE:${flat(dayAfter(last))}`], summary),
    ),
    // A generic title whose meaning stands only in its HTML description.
    ...event(
      DAYS.length,
      ['DTSTART;VALUE=DATE:20261204', 'DTEND;VALUE=DATE:20261205'],
      'No School',
      '<p>No school for students.<br>Report cards: <b>teacher workday</b> at all sites.</p>',
    ),
    ...event(
      DAYS.length + 1,
      ['DTSTART;TZID=America/New_York:20261119T120000', 'DTEND;TZID=America/New_York:20261119T153000'],
      'Early dismissal: family conferences',
    ),
    ...event(
      DAYS.length + 2,
      [
        'DTSTART;VALUE=DATE:20260902',
        'DTEND;VALUE=DATE:20260903',
        'RRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=20270602',
        'EXDATE;VALUE=DATE:20270106',
      ],
      'Early Release Wednesday',
    ),
    ...event(
      DAYS.length + 3,
      [
        'DTSTART;VALUE=DATE:20270901',
        'DTEND;VALUE=DATE:20270902',
        'RRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=20280607',
        'EXDATE;VALUE=DATE:20280405',
      ],
      'Early Release Wednesday',
    ),
    'END:VCALENDAR',
  ]
    .map(folded)
    .join('');
}

/** Truman HS works on one district PD day and closes on a day when the district is open: the school's word wins. */
export function trumanCalendar(): string {
  return lines([
    'date,type,scope,label',
    '2026-11-06,TESTING,hc-truman,PSAT day: Truman works through the district PD day',
    '2026-12-11,PD,hc-truman,PD day in place of November 6',
    '2027-02-05,EMERGENCY,hc-truman,Truman closed: heating repair',
    '2027-06-15,INSTRUCTIONAL,hc-truman,Regular day',
    '2027-11-05,TESTING,hc-truman,PSAT day: Truman works through the district PD day',
    '2027-12-10,PD,hc-truman,PD day in place of November 5',
  ]);
}

/** Clay K-8 runs four tracks, each nine weeks on and three off, so one of the four is always away. */
export function clayTracks(): string {
  const rows = ['date,type,scope,label'];
  for (const [first, last] of [
    ['2026-08-24', '2027-06-16'],
    ['2027-08-23', '2028-06-14'],
  ] as const) {
    for (let day = first as string, at = 0; day <= last; day = dayAfter(day), at += 1) {
      const track = 'ABCD'[Math.floor(at / 21) % 4];
      if (at % 7 < 5) rows.push(`${day},OFF_TRACK,track:${track ?? ''},Track ${track ?? ''} intersession`);
    }
  }
  return lines(rows);
}

function event(at: number, when: string[], summary: string, description?: string): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:harbor-city-${String(at + 1).padStart(3, '0')}@harborcity.example`,
    'DTSTAMP:20260601T120000Z',
    ...when,
    `SUMMARY:${escaped(summary)}`,
    ...(description === undefined ? [] : [`DESCRIPTION:${escaped(description)}`]),
    'END:VEVENT',
  ];
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (mark) => `\\${mark}`);
}

/** iCal lines end after 75 octets and go on after a line break and a space. */
function folded(line: string): string {
  return `${line.match(/.{1,73}/g)?.join('\r\n ') ?? ''}\r\n`;
}

function flat(day: string): string {
  return day.replaceAll('-', '');
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

function lines(rows: string[]): string {
  return rows.map((row) => `${row}\r\n`).join('');
}

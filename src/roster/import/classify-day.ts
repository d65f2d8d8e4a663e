// Guesses from a calendar entry's words what kind of day it is. A human sees every guess before it counts.

import type { DayType } from '../calendar.ts';

export interface DayGuess {
  type: DayType;
  /** False when the words leave open whether staff work. */
  sure: boolean;
}

/** Events named after a day off, or merely held on one. */
const NOISE =
  /\b(wear|spirit|concert|party|registration|deadline|fundraiser|sale|fair|festival|carnival|parade|assembly|camp|trip|picture|photo|photos|rehearsal|practice|game|tournament|match|meeting|meets|committee|luncheon|breakfast|craft|crafts|market|celebration|performance|recital|open house|newsletter|menu|prom|gala|workshop for parents|sign[- ]?ups?|appreciation|program|show)\b/i;

/** In this order: "snow make-up day" is a make-up day, "two-hour delay for snow" a late start. */
const WORDS: readonly (readonly [RegExp, DayType])[] = [
  [/\bmake[- ]?up\b/i, 'MAKE_UP'],
  [/\b(late|delayed) (start|opening|arrival)\b|\bhour delay\b/i, 'LATE_START'],
  [/\bearly (release|dismissal|out)\b|\bhalf[- ]?day\b|\bminimum day\b|\bnoon dismissal\b|½ day/i, 'EARLY_RELEASE'],
  [
    /\b(remote|virtual|distance|asynchronous|e-?)[- ]?(learning|instruction|school)?[- ]?day\b|\b(remote|virtual|distance|e-)[- ]?learning\b/i,
    'REMOTE_LEARNING',
  ],
  [
    /\bsnow day\b|\b(inclement |severe )?weather\b.*\b(clos\w+|day|cancel\w+)|\bclos\w+\b.*\b(snow|ice|weather|storm|hurricane)\b/i,
    'WEATHER_CLOSURE',
  ],
  [/\bemergency (clos\w+|day)\b|\bclos\w+\b.*\b(emergency|power|outage|water main|heating|smoke)\b/i, 'EMERGENCY'],
  [/\bstrike\b|\bwork stoppage\b/i, 'STRIKE'],
  [
    /\bprofessional (development|learning|growth)\b|\bPD\b|\bin-?service\b|\bstaff development\b|\binstitute day\b/i,
    'PD',
  ],
  [/\bsummer\b.*\boffices? open\b/i, 'SUMMER_STAFF'],
  [
    /\boffices? closed\b|\bdistrict closed\b|\bno school for (students and staff|staff and students|all)\b|\bstaff holiday\b/i,
    'HOLIDAY',
  ],
  [
    /\bteachers?'? ?(work|planning|prep|preparation|records?|conference)[- ]?days?\b|\bworkdays?\b|\bstaff work days?\b/i,
    'TEACHER_WORKDAY',
  ],
  [
    /\bstudent holiday\b|\bno (school|classes) for students\b|\bno students\b|\bstudents off\b|\bnon[- ](student|instructional)\b/i,
    'STUDENT_HOLIDAY',
  ],
  [
    /\b(fall|autumn|winter|mid-?winter|spring|summer|thanksgiving|holiday|christmas|february|april|october) (break|recess|vacation)\b|\bintersession\b/i,
    'BREAK',
  ],
  [
    /\b(labor day|memorial day|veterans'? day|juneteenth|independence day|fourth of july|thanksgiving|christmas|new year'?s?|martin luther king|mlk|presidents?'?s? day|washington'?s birthday|columbus day|indigenous peoples?'?s?'? day|good friday|easter monday|yom kippur|rosh hashanah?|eid|diwali|lunar new year|c[eé]sar ch[aá]vez|patriots'? day|pioneer day)\b/i,
    'HOLIDAY',
  ],
  [
    /\b(state|standardized|benchmark|final|finals|psat|sat|act|regents|ap|nwea|map|staar)\b.*\b(test(s|ing)?|exams?|assessments?)\b|\btesting (window|day|days|week)\b|\bpsat day\b/i,
    'TESTING',
  ],
  [/\b(first|last) day of (school|classes|instruction)\b|\bregular (school )?day\b/i, 'INSTRUCTIONAL'],
];

const CLOSED_SOMEHOW = /\bno (school|classes)\b|\bschools? (is |are )?closed\b|\bclosed\b|\bholiday\b|\bday off\b/i;

/** Undefined for what is no calendar day at all. The description is asked only where the title leaves staff open. */
export function classifyDay(title: string, description = ''): DayGuess | undefined {
  if (NOISE.test(title)) return undefined;
  const type = lookUp(title);
  if (type) return { type, sure: true };
  if (!CLOSED_SOMEHOW.test(title)) return undefined;
  const better = lookUp(plainText(description));
  return better ? { type: better, sure: true } : { type: 'HOLIDAY', sure: false };
}

/** Calendars put HTML into descriptions. Only words are wanted, and they are never shown as markup. */
export function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

function lookUp(text: string): DayType | undefined {
  return WORDS.find(([words]) => words.test(text))?.[1];
}

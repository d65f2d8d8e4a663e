// The soft kinds: what stands where a student's or a teacher's name would. No list of names: it is told by the words around it.
import type { FoundKind, Match, Rule } from './rule.ts';
import { isOrdinary, looksOrdinary } from './ordinary.ts';

const ONE = "\\p{Lu}\\p{Ll}+(?:\\p{Lu}\\p{Ll}+)?(?:['-]\\p{L}{2,})*|\\p{Lu}'\\p{Lu}\\p{Ll}+";
/** `J.R.`, `J. R.`, `JR`. */
const INITIALS = '\\p{Lu}\\.\\s?\\p{Lu}\\.|\\p{Lu}{2}(?![\\p{L}\\d])';
/** `Jaden`, `Jaden R.`, `Jaden Reyes`, and “Jay”. */
const WHO = `["“'‘]?(?<who>(?:${ONE})(?:\\s(?:\\p{Lu}\\.(?!\\p{L})|(?!I\\b)\\p{Lu}(?![\\p{L}\\d.'])|${ONE}))?(?:\\s(?:${ONE}))?)(?!\\p{L})["”'’]?`;
const WHO_OR_INITIALS = `(?:${WHO.replace('(?<who>', '(?<who>(?:' + INITIALS + ')|')})`;

const CHILD = anyCase(
  'students? pupil scholar learner kid kiddo child boy girl freshman sophomore grader kindergartner kindergartener preschooler son daughter grandson granddaughter nephew niece classmate',
);
const KIN =
  'mom|mommy|mother|dad|daddy|father|parents?|guardian|grandma|grandmother|grandfather|aunt|uncle|foster|family';
const FILE =
  'IEP|iep|504|BIP|FBA|SST|behavior plan|safety plan|suspension|expulsion|retention|detention|absences|attendance|tardies|meltdown|outburst|diagnosis|reading level|test scores?|grades?|discipline|referral';
const ORDINAL =
  '(?:\\d{1,2}(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ss]eventh|[Ee]ighth|[Nn]inth|[Tt]enth|[Ee]leventh|[Tt]welfth)';
const CLASS = `(?:${ORDINAL}[ -][Gg]rade(?:r|rs)?|[Kk]indergarten(?:er)?|[Pp]re-?[Kk]|[Gg]r(?:ade|\\.)? ?(?:\\d{1,2}|K)|[Rr]oom \\w?\\d+|[Hh]omeroom|[Pp]eriod \\d|(?:his|her|their|my|our) (?:class|homeroom))`;
const TITLE =
  '(?:Mr|Mrs|Ms|Miss|Mx|Sra?|Srta|Señora?|Señorita|Coach|Teacher|[Tt]eacher(?: named| called)?|[Ss]ub|[Aa]ide|[Pp]ara)';

/** Without one of these a text of ordinary words is not looked at further. */
export const NAMES: readonly Rule[] = [
  // A student named jaden, a boy called “Bubba”.
  find(
    'student',
    `\\b${CHILD}[,:]?\\s(?:named|called|nicknamed|by the name of)\\s["“'‘]?(?<who>\\p{L}[\\p{L}'-]+(?:\\s\\p{Lu}\\.?(?!\\p{L}))?)`,
    { instead: '' },
  ),
  // My student Jaden R., the 4th grader Maya, students Jaden and Maya, 9-year-old Luis, student J.R.
  find('student', `\\b(?:${CHILD}|\\d{1,2}[ -]years?[ -]old)[,:]?\\s\\(?${WHO_OR_INITIALS}`, { instead: '' }),
  find('student', `\\b${CHILD}\\s(?:${ONE})(?:\\s\\p{Lu}\\.)?,?\\s(?:and|or|&)\\s${WHO}`, { instead: '' }),
  find('student', `\\b${CHILD}\\s(?<who>\\p{Lu}\\.)(?=\\s\\p{Ll})`, { instead: '' }),
  // Jaden in 4th grade, Maya (Room 12), Luis, a 3rd grader; J.R. in Grade 2.
  find(
    'student',
    `(?<![\\p{L}.'-])${WHO_OR_INITIALS}(?:,? (?:is |was )?(?:in|from|of)(?: our| my| the)?|,? (?:who is |is |was )?an?|,| \\()\\s?${CLASS}`,
    {
      instead: 'a student',
      doubtful: true,
      excused: true,
    },
  ),
  // Jaden's mom, Maya's IEP.
  find('student', `(?<![\\p{L}.'-])${WHO}'s? (?:new |latest |own )?(?:${KIN}|${FILE})\\b`, {
    instead: 'a student',
    excused: true,
    whole: true,
  }),
  // The mother of Jaden, an IEP meeting for Maya, suspended Luis.
  find('student', `\\b(?:${KIN}) of ${WHO}`, { instead: 'a student', excused: true }),
  find(
    'student',
    `\\b(?:IEP|504|BIP|FBA|SST|[Bb]ehavior plan|[Ss]afety plan|[Ss]uspension|[Ee]xpulsion|[Rr]eferral|[Dd]etention|[Mm]anifestation)(?: meeting| hearing| plan| review)? (?:for|of|with|about|on) ${WHO}`,
    { instead: 'a student', excused: true },
  ),
  find('student', `\\b(?:[Ss]uspend(?:ed|ing)|[Ee]xpell(?:ed|ing)|[Rr]estrain(?:ed|ing)) ${WHO}`, {
    instead: 'a student',
    excused: true,
  }),
  // Maya, 9, and
  find('student', `(?<![\\p{L}.'-])${WHO}, (?:age |aged )?(?:[5-9]|1\\d),`, { instead: 'A student', doubtful: true }),
  // J.R.
  find(
    'student',
    `(?<![\\p{L}.])(?<!\\p{Lu}\\.\\s)(?<who>\\p{Lu}\\.\\s?\\p{Lu}\\.)(?!\\s?\\p{Lu}\\.|\\p{L}|\\s\\p{Lu}\\p{Ll})`,
    { instead: 'a student' },
  ),
  // Ms. Alvarez, teacher Alvarez.
  find('adult', `(?<![\\p{L}.])${TITLE}\\.?\\s${WHO}`, { instead: 'a teacher', excused: true, titled: true }),
];

/** `doubtful`: at the beginning of a sentence any word has a capital. `excused`: not where it is somebody of the staff list. */
interface Manner {
  instead: string;
  doubtful?: true;
  excused?: true;
  /** The word before the name goes with it. */
  titled?: true;
  /** Only with its last word: in "Open Tuesday's class" it is no name. */
  whole?: true;
}

function find(kind: FoundKind, source: string, manner: Manner): Rule {
  const pattern = new RegExp(source, 'dgu');
  return (text) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const span = match.indices?.groups?.['who'];
      return span ? (toMatch(kind, text, match.index, span, manner) ?? []) : [];
    });
}

function toMatch(
  kind: FoundKind,
  text: string,
  at: number,
  [start, end]: [number, number],
  manner: Manner,
): Match | undefined {
  // "Visited Maya in Room 12": what is a word and no name does not belong to it.
  const written = text.slice(start, end);
  const words = [...written.matchAll(isInitials(written) ? /.+/g : /\S+/g)];
  const first = words.findIndex((word) => !isOrdinary(word[0]));
  const found = words[first];
  if (!found) return undefined;
  const rest = words.slice(first);
  const until = rest.findIndex((word, index) => index > 0 && word[0].length > 2 && isOrdinary(word[0]));
  if (manner.whole && isOrdinary(words.at(-1)?.[0] ?? '')) return undefined;
  const name = until < 0 ? rest : rest.slice(0, until);
  const from = start + found.index;
  const lastOne = name.at(-1) ?? found;
  const to = start + lastOne.index + lastOne[0].length;
  if (manner.doubtful && name.length === 1 && beginsSentence(text, from) && looksOrdinary(found[0])) return undefined;
  const names = name.map((word) => word[0].toLowerCase().replace(/[^\p{L}'-]/gu, ''));
  return { kind, from: manner.titled ? at : from, to, instead: manner.instead, names: manner.excused ? names : [] };
}

function isInitials(words: string): boolean {
  return /^\p{Lu}\.?\s?\p{Lu}\.?$/u.test(words);
}

function beginsSentence(text: string, from: number): boolean {
  return /(?:^|[.!?:;\n•-]\s*)["“'‘]?$/.test(text.slice(0, from));
}

function anyCase(words: string): string {
  const each = words.split(' ').map((word) => `[${word.charAt(0).toUpperCase()}${word.charAt(0)}]${word.slice(1)}`);
  return `(?:${each.join('|')})`;
}

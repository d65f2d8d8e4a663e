// Words with a capital that are no person's name in a school: days, months, subjects, programs, and what a title is made of.

const WORDS = new Set(
  `monday tuesday wednesday thursday friday saturday sunday
  january february march april june july august september october november december
  spring summer fall winter today tomorrow yesterday thanksgiving christmas
  i we you he she they it our my their his her your this that these those the a an and or but for from with without of in on at by to as
  is are was were be been has have had do does did will can may might should would could not no yes also still again all both each every
  some many most more few several other another one two three four five six seven eight nine ten
  who what when where why how which if then than so too very just only now next last new good great strong
  math mathematics reading writing literacy phonics science history civics geography art arts music drama theater dance band choir
  orchestra algebra geometry calculus statistics biology chemistry physics english spanish french german mandarin chinese arabic
  language languages social studies humanities stem steam technology library health gym advisory homeroom lunch recess
  kindergarten pre-k prek grade grades grader class classes classroom classrooms room rooms period periods team teams table section
  school schools elementary middle high district central office cluster network zone region campus building hall wing cafeteria
  student students child children teacher teachers staff coach coaches principal principals leader leaders superintendent assistant
  director manager specialist interventionist counselor nurse para aide sub substitute parent parents family families community
  council support supports services service study success plan plans planning led leadership government affairs handbook achievement
  outcomes outcome scouts scout nutrition protective welfare development care center centers find data work works talk discourse
  engagement voice choice agency growth learning learners progress performance goals goal conference conferences portfolio
  portfolios behavior culture climate wellness safety attendance enrollment population body groups group grouping level
  information records record ids id number numbers names name needs survey surveys results result responses response thinking
  ownership feedback assessment assessments test tests testing exam exams scores score samples sample exit ticket tickets
  instruction instructional curriculum lesson lessons unit units module modules standard standards objective objectives tier tiers
  intervention interventions small whole independent practice model modeling guided shared partner pair pairs turn think share
  walk walks walkthrough walkthroughs visit visits observation observations round rounds debrief meeting meetings session sessions
  workshop workshops clarity clinic lab labs look looks committee board union association retention recruitment evaluation
  title free reduced special education general gifted honors advanced placement bilingual dual immersion newcomer
  common core eureka illustrative wonders amplify lexia iready i-ready zearn academy google classroom zoom teams slack
  parents' pta pto plc plcs iep ieps iready mtss pbis rti sel ela ell els esl eld sped avid steam map maps naep sat act psat
  dr king jr martin luther presidents labor memorial veterans columbus indigenous peoples day week month year semester quarter
  welcome thank thanks please see saw observed observing visited visiting met meet meeting walked walking worked working talked
  talking called calling asked asking helped helping supported supporting moved moving started starting finished began begin
  plan planned discussed reviewed completed held led ran gave got went came took made shared modeled coached noticed found
  strong weak low high better best worse same different main core key first second third fourth fifth sixth seventh eighth
  energy discourse focus time things everything nothing something anything everyone nobody somebody anyone people kids adults
  evidence examples charts anchor rigor pacing noise order flow rules routines transitions arrival dismissal bus buses
  monday's friday's united states american african hispanic latino asian native north south east west
  exceptional exclusive government code codes award awards ambassador ambassadors athletes athlete advisory fair night club clubs
  store day days fee fees debt loan loans teaching aid activity activities experience experiences expectations success
  chromebook chromebooks ipad ipads laptop laptops desk desks seat seats side line lines only also clarity residency training
  orientation mentor mentors buddy portal login hub page pages website app apps tutor tutoring tutors interview interviews
  leadership-team ilt sst stem asb ap ib pe pd el id la ss pm am sy mlk us dc ny nj ma ca il tx sm gt cte jrotc rotc nwea dibels fast star
  sr sra ms mr mrs`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Places, hours, degrees and kinds of school that are written with two letters and dots. */
const SHORT = new Set(
  'us dc pe pd pm am ny nj nh nm nc sc nd sd la el ap ib ri wv ps is ms hs ba ma bs ed po mlk ib sy gt ss ai it hr vp ot pt'.split(
    ' ',
  ),
);

/** A word that names nobody, whatever stands beside it. */
export function isOrdinary(word: string): boolean {
  const bare = word
    .toLowerCase()
    .replace(/^["“'‘]+|["”'’.,;:!?]+$/g, '')
    .replace(/'s$/, '');
  if (/^\p{Lu}\.?\s?\p{Lu}\.?$/u.test(word)) return SHORT.has(word.toLowerCase().replace(/[\s.]/g, ''));
  return WORDS.has(bare) || WORDS.has(bare.replace(/s$/, ''));
}

/** How a verb or a noun ends that may begin a sentence. */
export function looksOrdinary(word: string): boolean {
  return /(?:ing|ed|tion|sion|ment|ness|ance|ence|ency|ity|th|age|ure|ship|work|back|ful|ous|ive|al|ly|ic|er)s?$/i.test(
    word,
  );
}

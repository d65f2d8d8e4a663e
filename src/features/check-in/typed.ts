// A typed reply to the prompt: "done, 4 rooms, bus shortage". Pure; what is not understood is left to the form.
import type { Values } from '../../chat/form.ts';
import { rowName } from '../../chat/form.ts';

const STEP_WORDS: readonly [RegExp, string][] = [
  [/\b(not started|haven'?t started|did ?n'?t start)\b/i, 'not-started'],
  [/\b(no longer needed|not needed|dropped?)\b/i, 'dropped'],
  [/\b(stuck|blocked)\b/i, 'stuck'],
  [/\b(moving|in progress|going|started|halfway|half[- ]done)\b/i, 'moving'],
  [/\b(done|finished|complete[d]?)\b/i, 'done'],
];

const BARRIER_WORDS: readonly [RegExp, string][] = [
  [/\b(vacanc|unfilled|short[- ]staffed)/i, 'vacancy'],
  [/\b(subs?\b|substitute|coverage)/i, 'substitutes'],
  [/\b(union|labor|contract)/i, 'labor'],
  [/\b(schedul|no time|time\b)/i, 'schedule'],
  [/\b(district (meeting|request)|central office)/i, 'district-request'],
  [/\b(testing|tests?\b|assessment)/i, 'testing'],
  [/\b(budget|purchas|money)/i, 'budget'],
  [/\b(facilit|heating|roof|building)/i, 'facilities'],
  [/\b(material|curricul|textbook)/i, 'materials'],
  [/\b(tech|wifi|laptop|data access)/i, 'technology'],
  [/\b(special ed|iep|english learner|ell\b)/i, 'services'],
  [/\b(behavior|crisis|fight)/i, 'behavior'],
  [/\b(famil|parent)/i, 'family'],
  [/\b(compliance|report due|paperwork)/i, 'compliance'],
  [/\b(bus|buses|transport)/i, 'transport'],
  [/\b(overwhelmed|my (own )?(capacity|workload))/i, 'capacity'],
];

const NEED_WORDS: readonly [RegExp, string][] = [
  [/\b(observe|walk classrooms|visit classes) with me\b/i, 'observe'],
  [/\b(co-?lead|model)\b/i, 'co-lead'],
  [/\bplan (a|the|my)? ?meeting\b/i, 'plan-meeting'],
  [/\b(look at )?data\b/i, 'data'],
  [/\brehears/i, 'rehearse'],
  [/\b(delegat|my calendar)/i, 'delegate'],
  [/\bremove (a|the|this)? ?barrier\b/i, 'remove-barrier'],
  [/\b(just )?check[- ]?in\b/i, 'check-in'],
];

/** Reads what it can; a word about steps counts for all of them only where there is one, or where it says "all" or "both". */
export function readTyped(text: string, steps: readonly { id: string }[]): Values {
  const values: Values = {};
  const barriers: string[] = [];
  for (const piece of text
    .split(/[,;.\n]+|\band\b/i)
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const step = STEP_WORDS.find(([words]) => words.test(piece))?.[1];
    if (step !== undefined && (steps.length === 1 || /\b(all|both)\b/i.test(piece)))
      for (const one of steps) values[rowName('steps', one.id)] = step;
    const rooms = /\b(\d{1,2})\s*(?:class)?(?:rooms?|class(?:es)?|visits?)\b/i.exec(piece)?.[1];
    if (rooms !== undefined) values['rooms'] = rooms;
    const talks = /\b(\d{1,2})\s*(?:talks?|next steps?|teachers?|feedback)\b/i.exec(piece)?.[1];
    if (talks !== undefined) values['next-steps'] = talks;
    const ready = /\bready\s*(?:is\s*)?([1-5])\b/i.exec(piece)?.[1];
    if (ready !== undefined) values['ready'] = ready;
    const need = NEED_WORDS.find(([words]) => words.test(piece))?.[1];
    if (need !== undefined) values['need'] = need;
    const barrier = BARRIER_WORDS.find(([words]) => words.test(piece))?.[1];
    if (barrier !== undefined && step === undefined && need === undefined) barriers.push(barrier);
    if (/\bnothing (in the way|this week)\b/i.test(piece)) barriers.push('nothing');
  }
  if (barriers.length > 0) values['barriers'] = [...new Set(barriers)];
  return values;
}

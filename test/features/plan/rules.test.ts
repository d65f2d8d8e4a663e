import type { StepStatus } from '../../../src/db/generated/enums.ts';
import type { StepReport } from '../../../src/features/facts.ts';
import {
  beginStep,
  carryOver,
  movesFor,
  nextStepStatus,
  qualityPrompts,
  readStepWords,
  type StepEvent,
} from '../../../src/features/plan/rules.ts';

const ALL: StepStatus[] = ['DRAFT', 'COMMITTED', 'IN_PROGRESS', 'STUCK', 'CLAIMED_DONE', 'VERIFIED', 'DROPPED'];

describe('the states of an action step', () => {
  it.each<[StepEvent, object]>([
    ['commit', { DRAFT: 'COMMITTED' }],
    ['start', { COMMITTED: 'IN_PROGRESS' }],
    ['claim', { IN_PROGRESS: 'CLAIMED_DONE' }],
    ['verify', { CLAIMED_DONE: 'VERIFIED' }],
    ['stuck', { IN_PROGRESS: 'STUCK' }],
    ['unstick', { STUCK: 'IN_PROGRESS' }],
    ['drop', { DRAFT: 'DROPPED', COMMITTED: 'DROPPED', IN_PROGRESS: 'DROPPED', STUCK: 'DROPPED' }],
    ['correct', { CLAIMED_DONE: 'IN_PROGRESS', DROPPED: 'IN_PROGRESS' }],
  ])('%s goes only where the life-cycle says', (event, moves) => {
    expect(
      Object.fromEntries(
        ALL.flatMap((status) =>
          nextStepStatus(status, event) === undefined ? [] : [[status, nextStepStatus(status, event)]],
        ),
      ),
    ).toEqual(moves);
  });

  it.each<[StepStatus, StepReport, StepStatus]>([
    ['COMMITTED', 'done', 'CLAIMED_DONE'],
    ['COMMITTED', 'moving', 'IN_PROGRESS'],
    ['COMMITTED', 'stuck', 'STUCK'],
    ['COMMITTED', 'not-started', 'COMMITTED'],
    ['IN_PROGRESS', 'not-started', 'IN_PROGRESS'],
    ['STUCK', 'done', 'CLAIMED_DONE'],
    ['STUCK', 'moving', 'IN_PROGRESS'],
    ['CLAIMED_DONE', 'moving', 'IN_PROGRESS'],
    ['CLAIMED_DONE', 'dropped', 'DROPPED'],
    ['DROPPED', 'done', 'CLAIMED_DONE'],
    ['VERIFIED', 'stuck', 'VERIFIED'],
    ['DRAFT', 'done', 'DRAFT'],
  ])('a step that is %s and reported %s becomes %s, by moves that exist', (from, report, to) => {
    let status = from;
    for (const event of movesFor(from, report)) {
      const next = nextStepStatus(status, event);
      expect(next).toBeDefined();
      status = next ?? status;
    }
    expect(status).toBe(to);
  });
});

describe('a day that passes', () => {
  it('is carried over by a week, twice, and then the leader chooses', () => {
    expect(carryOver({ carriedCount: 0, dueOn: '2026-10-16' })).toEqual({ carriedCount: 1, dueOn: '2026-10-23' });
    expect(carryOver({ carriedCount: 1, dueOn: '2026-10-23' })).toEqual({ carriedCount: 2, dueOn: '2026-10-30' });
    expect(carryOver({ carriedCount: 2, dueOn: '2026-10-30' })).toBe('choose');
  });
});

describe('a step typed behind the command', () => {
  it.each([
    [
      '"Open the grade-7 PLC with one sample" fri',
      { text: 'Open the grade-7 PLC with one sample', dueOn: '2026-10-16' },
    ],
    ['Open the PLC by Tuesday', { text: 'Open the PLC', dueOn: '2026-10-20' }],
    ['Walk all rooms thu', { text: 'Walk all rooms', dueOn: '2026-10-22' }],
    ['Walk all rooms', { text: 'Walk all rooms' }],
    ['', { text: '' }],
  ])('%s', (words, read) => {
    // A Thursday: the same weekday means the next one.
    expect(readStepWords(words, '2026-10-15')).toEqual(read);
  });
});

it('asks questions that make a step better, and none of a good one', () => {
  expect(qualityPrompts('Be more visible')).toHaveLength(2);
  expect(qualityPrompts('Visit all four grade-5 math rooms for 10 minutes and leave one next step')).toEqual([]);
});

describe('what is longer than a step may be', () => {
  it('is begun up to a whole word, and all that is left is told', () => {
    const words = `${'word '.repeat(45)}end`;
    const { text, left } = beginStep(words);

    expect(text.length).toBeLessThanOrEqual(200);
    expect(`${text} ${left}`).toBe(words);
  });

  it('is never cut within a character', () => {
    const { text, left } = beginStep(`a${'😀'.repeat(120)}`);

    expect(text).toBe(`a${'😀'.repeat(99)}`);
    expect(left).toBe('😀'.repeat(21));
  });

  it('a short one stays as it is, on one line', () => {
    expect(beginStep(' Visit\n two  rooms ')).toEqual({ text: 'Visit two rooms', left: '' });
  });
});

import type { Belongs, Viewer } from '../../../src/roster/access.ts';
import { RELEASABLE, needsBothKeys } from '../../../src/roster/release-keys.ts';
import {
  AUDIENCES,
  audiencesFor,
  mayReadReleased,
  mayWithdraw,
  readersInWords,
  standingInWords,
  withdrawnInWords,
  type ShareState,
  type Standing,
} from '../../../src/features/release/rules.ts';
import { TERMS } from '../../../src/features/compact/terms.ts';

const BELONGS: Belongs = {
  authorId: 'principal',
  coachId: 'coach',
  principalId: 'principal',
  schoolId: 'adams',
  districtId: 'harbor',
  providerId: 'northlight',
};
const somebody = (roles: Viewer['roles']): Viewer => ({ tenantId: 'tenant', personId: 'somebody', roles });
const LEADER = somebody([{ role: 'DISTRICT_LEADER', scopeId: 'harbor' }]);
const MANAGER = somebody([{ role: 'LP_MANAGER', scopeId: 'northlight' }]);

describe('what was released', () => {
  it.each(RELEASABLE)('as a %s is read by its audience and by nobody else', (kind) => {
    const reads = (viewer: Viewer, audience: (typeof AUDIENCES)[number]) =>
      mayReadReleased(viewer, { kind, audience, belongs: BELONGS });

    expect([reads(LEADER, 'DISTRICT'), reads(MANAGER, 'DISTRICT')]).toEqual([true, true]);
    expect([reads(LEADER, 'PROGRAM'), reads(MANAGER, 'PROGRAM')]).toEqual([false, true]);
    for (const viewer of [
      somebody([{ role: 'DISTRICT_LEADER', scopeId: 'other' }]),
      somebody([{ role: 'LP_MANAGER', scopeId: 'other' }]),
      somebody([{ role: 'COACH', scopeId: 'adams' }]),
      somebody([{ role: 'ADMIN', scopeId: 'harbor' }]),
    ])
      expect(AUDIENCES.filter((audience) => reads(viewer, audience))).toEqual([]);
  });

  it('goes to the managers only where they do not read it in any case', () => {
    expect(RELEASABLE.map((kind) => [kind, audiencesFor(kind)])).toEqual([
      ['step', ['DISTRICT', 'PROGRAM']],
      ['goal', ['DISTRICT']],
      ['answer', ['DISTRICT', 'PROGRAM']],
    ]);
  });
});

describe('the keys', () => {
  it.each([
    ['NON_EVALUATIVE', ['step', 'goal'], 'only if the coach says yes as well'],
    ['SUPERVISOR_COACH', [], 'the supervisor is not asked'],
  ] as const)('under %s are as the compact says', (relationship, both, sentence) => {
    expect(RELEASABLE.filter((kind) => needsBothKeys(relationship, kind))).toEqual(both);
    expect(TERMS[relationship].sections.flatMap((section) => section.lines).join(' ')).toContain(sentence);
  });
});

describe('how a release stands', () => {
  const line: Standing = {
    state: 'RELEASED',
    audience: 'DISTRICT',
    coach: 'Jordan Bell',
    district: 'Harbor City',
    wasOut: false,
    isOut: false,
  };

  it.each<[string, Partial<Standing>]>([
    ['Waiting for Jordan Bell. Nobody else can read it.', { state: 'WAITING' }],
    ['Jordan Bell said not now, so it was not released.', { state: 'DECLINED' }],
    ['The words were changed since, so they are not released any more.', { state: 'CHANGED' }],
    ['Released. It comes with the next summary of Harbor City.', {}],
    ['Released. It comes with the summary of Harbor City on Mon, Oct 26, 7 AM.', { nextPost: 'Mon, Oct 26, 7 AM' }],
    ['Released. It is on its way to the channel.', { postedOn: 'Mon, Oct 26' }],
    [
      'Posted on Mon, Oct 26 in the summary of Harbor City. It cannot be unsent.',
      { postedOn: 'Mon, Oct 26', isOut: true },
    ],
    ['Released. The partner’s managers can read it.', { audience: 'PROGRAM' }],
    ['Withdrawn.', { state: 'WITHDRAWN' }],
    [
      'Withdrawn. It had been posted: it has been read, and cannot be unsent. No later summary has it.',
      { state: 'WITHDRAWN', wasOut: true },
    ],
  ])('is said: %s', (words, change) => {
    expect(standingInWords({ ...line, ...change })).toBe(words);
  });

  it('can be withdrawn while it waits or stands', () => {
    const states: ShareState[] = ['WAITING', 'RELEASED', 'DECLINED', 'CHANGED', 'WITHDRAWN'];
    expect(states.filter((state) => mayWithdraw({ state }))).toEqual(['WAITING', 'RELEASED']);
  });
});

describe('withdrawing', () => {
  const before = { state: 'RELEASED', audience: 'DISTRICT', inPreview: false } as const;

  it('before the post says that it is gone, and who may have looked ahead', () => {
    expect(withdrawnInWords(before, false)).toBe('Withdrawn before it was posted. No summary will have it.');
    expect(withdrawnInWords({ ...before, inPreview: true }, false)).toContain('may have read it');
  });

  it('after the post never says that it is gone', () => {
    expect(withdrawnInWords({ ...before, inPreview: true }, true)).toMatch(
      /posted before you withdrew it.*cannot be unsent/,
    );
    expect(withdrawnInWords({ ...before, audience: 'PROGRAM' }, false)).toContain('Who has read it has read it.');
  });

  it('before the second key says that it was never released', () => {
    expect(withdrawnInWords({ ...before, state: 'WAITING' }, false)).toBe('Withdrawn. It was never released.');
  });
});

describe('beside the words', () => {
  it('stands who reads them, and from when on it cannot be undone', () => {
    const of = { district: 'Harbor City', school: 'Adams ES' };
    expect(readersInWords('DISTRICT', { ...of, nextPost: 'Mon, Oct 26, 7 AM' })).toMatch(
      /Everybody in the channel .* Harbor City .* Adams ES.* can't be unsent after Mon, Oct 26, 7 AM\./,
    );
    expect(readersInWords('DISTRICT', of)).toContain('after the next summary is posted');
    expect(readersInWords('PROGRAM', of)).toContain('with your name and Adams ES');
  });
});

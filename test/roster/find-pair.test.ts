import { meantByName } from '../../src/roster/find-pair.ts';
import type { Pair } from '../../src/roster/store.ts';

function aPair(principal: string, school: string): Pair {
  return {
    assignmentId: `${principal} at ${school}`,
    coach: { id: 'coach', name: 'Priya Singh' },
    principal: { id: principal, name: principal },
    school: {
      id: school,
      name: school,
      timeZone: 'America/New_York',
      districtId: 'district',
      tracks: [],
      cluster: null,
    },
    providerId: 'provider',
    relationshipType: 'NON_EVALUATIVE',
    visitWeekday: null,
  };
}

const PATEL = aPair('Anita Patel', 'Lincoln MS');
const BROOKS = aPair('Daniel Brooks', 'Madison MS');
const LEE = aPair('Bo Lee', 'Grant Elementary');
const LEESON = aPair('Ann Leeson', 'Grant Park HS');
const ALL = [PATEL, BROOKS, LEE, LEESON];

describe('whom the words begin with', () => {
  it.each([
    ['Patel', [PATEL], ''],
    ['patel Visit two rooms  by Friday', [PATEL], 'Visit two rooms  by Friday'],
    ['Anita Patel Visit two rooms', [PATEL], 'Visit two rooms'],
    ['Lincoln MS Visit two rooms', [PATEL], 'Visit two rooms'],
    ['Lincoln Visit two rooms', [PATEL], 'Visit two rooms'],
    ['MS Visit two rooms', [PATEL, BROOKS], 'Visit two rooms'],
    ['Brooks Madison Visit two rooms', [BROOKS], 'Visit two rooms'],
    ['Lee Visit two rooms', [LEE], 'Visit two rooms'],
    ['Leeso Visit two rooms', [LEESON], 'Visit two rooms'],
    ['Grant Park Visit two rooms', [LEESON], 'Visit two rooms'],
    ['Grant Visit two rooms', [LEE, LEESON], 'Visit two rooms'],
    ['Brooks\nVisit two rooms', [BROOKS], 'Visit two rooms'],
  ])('%s', (said, pairs, rest) => {
    expect(meantByName(ALL, said)).toEqual({ pairs, near: [], rest });
  });

  it('a slip of the fingers keeps what follows it', () => {
    expect(meantByName(ALL, 'Patle Visit two rooms')).toEqual({ pairs: [], near: [PATEL], rest: 'Visit two rooms' });
  });

  it('where nobody is named, every word is kept', () => {
    expect(meantByName(ALL, 'Visit two rooms')).toEqual({ pairs: [], near: [], rest: 'Visit two rooms' });
  });
});

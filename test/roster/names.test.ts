import { fits, lettersApart, nearest } from '../../src/roster/names.ts';

describe('a name as it is typed', () => {
  it.each([
    ['Rivera', 'Elena Rivera', 'whole'],
    ['rivera elena', 'Elena Rivera', 'whole'],
    ['RIV', 'Elena Rivera', 'part'],
    ['elena riv', 'Elena Rivera', 'part'],
    ['Nunez', 'María Núñez', 'whole'],
    ['Núñez', 'Maria Nunez', 'whole'],
    ['lukasz', 'Łukasz Żak', 'whole'],
    ['oneil', 'Sean O’Neil', 'whole'],
    ["O'Neil", 'Sean O’Neil', 'whole'],
    ['o neil', 'Sean O’Neil', 'part'],
    ['vanderberg', 'Anna van der Berg', 'part'],
    ['van  der   berg', 'Anna van der Berg', 'whole'],
    ['garcia', 'Ana Garcia-Lopez', 'whole'],
    ['Clay K-8', 'Clay K-8', 'whole'],
    ['Ng', 'Minh Ng', 'whole'],
    ['@elena.rivera', 'Elena Rivera', 'whole'],
  ] as const)('%s is %s (%s)', (typed, name, fit) => {
    expect(fits(typed, name)).toBe(fit);
  });

  it.each([
    ['ER', 'Elena Rivera'],
    ['E R', 'Elena Rivera'],
    ['e', 'Elena Rivera'],
    ['E. Rivera', 'Elena Rivera'],
    ['vera', 'Elena Rivera'],
    ['Elena Stone', 'Elena Rivera'],
    ['', 'Elena Rivera'],
    ['…', 'Elena Rivera'],
  ])('%s is not %s', (typed, name) => {
    expect(fits(typed, name)).toBeUndefined();
  });
});

describe('a slip of the fingers', () => {
  const near = (typed: string) => nearest(typed, ['Elena Rivera', 'Anita Patel', 'Lee Ng'], (name) => [name]);

  it('leads to the name that is nearest', () => {
    expect(near('Rivra')).toEqual(['Elena Rivera']);
    expect(near('Patle')).toEqual(['Anita Patel']);
  });

  it('leads nowhere when no name is near, and a very short word is near to everything', () => {
    expect(near('Okafor')).toEqual([]);
    expect(near('Nh')).toEqual([]);
  });

  it('is counted in letters', () => {
    expect([lettersApart('prevue', 'preview'), lettersApart('log', 'log'), lettersApart('', 'step')]).toEqual([
      2, 0, 4,
    ]);
  });
});

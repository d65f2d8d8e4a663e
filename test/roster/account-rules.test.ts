import { decideAccount, type Holder, type Outcome, type Owner } from '../../src/roster/account-rules.ts';

describe('an account of which the platform tells something new', () => {
  it.each<[string, Holder, Owner, Outcome]>([
    ['nobody’s, and of no address in the roster, is none of ours', 'nobody', 'nobody', 'ignore'],
    ['nobody’s, and of an address in the roster, becomes that person’s', 'nobody', 'another', 'link'],
    ['somebody’s whose address is theirs stays theirs', 'somebody', 'holder', 'keep'],
    ['somebody’s whose address is nobody’s (they have a new one) stays theirs', 'somebody', 'nobody', 'keep'],
    ['somebody’s whose address has become another’s is nobody’s again', 'somebody', 'another', 'unlink'],
    ['of who has left, and of no address in the roster, stays as it is', 'left', 'nobody', 'ignore'],
    ['of who has left, and of another’s address, becomes that person’s', 'left', 'another', 'link'],
  ])('%s', (_what, holder, owner, outcome) => {
    expect(decideAccount('changed', holder, owner)).toBe(outcome);
  });

  it.each<[Holder, Owner, Outcome]>([
    ['nobody', 'nobody', 'ignore'],
    ['nobody', 'another', 'ignore'],
    ['somebody', 'holder', 'retire'],
    ['somebody', 'nobody', 'retire'],
    ['somebody', 'another', 'retire'],
    ['left', 'nobody', 'retire'],
    ['left', 'another', 'retire'],
  ])('that is closed: %s’s, with the address of %s: %s', (holder, owner, outcome) => {
    expect(decideAccount('closed', holder, owner)).toBe(outcome);
  });
});

// What becomes of an account when its platform tells something new about it.

/** Whose the account is: nobody's yet, somebody's of the roster, or somebody's who has left the roster. */
export type Holder = 'nobody' | 'somebody' | 'left';
/** Whose the verified e-mail address is among the active people of the roster. */
export type Owner = 'nobody' | 'holder' | 'another';

export type Outcome =
  /** It is none of ours, or there is nothing to keep. */
  | 'ignore'
  /** It lives, and its zone and whether it is a guest's are kept. */
  | 'keep'
  /** It becomes the owner's. */
  | 'link'
  /** It is nobody's again; at its next request it is recognized anew. */
  | 'unlink'
  /** It is silent; what its person wrote stays. */
  | 'retire';

/**
 * An account follows the person to whom it was linked, through changes of name and address. Only where its verified address
 * has become another's does it leave that person, and then it is nobody's: it never moves to another person unseen.
 */
export function decideAccount(change: 'changed' | 'closed', holder: Holder, owner: Owner): Outcome {
  if (change === 'closed') return holder === 'nobody' ? 'ignore' : 'retire';
  if (holder === 'somebody') return owner === 'another' ? 'unlink' : 'keep';
  // Who has left the roster holds nothing any more, so the address alone says whose it is.
  return owner === 'another' ? 'link' : 'ignore';
}

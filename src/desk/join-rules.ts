// What a one-time code is good for, here and now.

export interface JudgedCode {
  tenantId: string;
  /** Null for a code that joins a workspace. */
  personId: string | null;
  state: 'good' | 'spent' | 'expired';
  usedBy: string | null;
}

export type Verdict =
  'good' | 'again' | 'unknown' | 'spent' | 'expired' | 'elsewhere' | 'workspace-first' | 'joined-already';

/**
 * A workspace that belongs to a customer stays with it, whatever code is shown. `again` is the same account with the code that
 * it has just spent: a request that came twice.
 */
export function judgeCode(code: JudgedCode | undefined, workspaceTenant: string | undefined, account: string): Verdict {
  if (!code) return 'unknown';
  if (code.state === 'spent') return code.usedBy === account && code.tenantId === workspaceTenant ? 'again' : 'spent';
  if (code.state === 'expired') return 'expired';
  if (workspaceTenant === undefined) return code.personId === null ? 'good' : 'workspace-first';
  if (workspaceTenant !== code.tenantId) return 'elsewhere';
  return code.personId === null ? 'joined-already' : 'good';
}

/** What somebody with a code that is not good here is told. */
export const REFUSALS: Record<Exclude<Verdict, 'good' | 'again'>, string> = {
  unknown: 'I do not know this code. Please look at it again, or ask for a new one.',
  spent: 'This code has been used already. Please ask for a new one.',
  expired: 'The time of this code is over. Please ask for a new one.',
  elsewhere:
    'This workspace is connected to another district and stays with it. The code was not used, and nothing was changed.',
  'workspace-first':
    'This code connects a person, and this workspace is not connected yet. Its administrator connects it first, with a code for the workspace.',
  'joined-already':
    'This workspace is connected already, so the code was not used. To connect your own account, ask your administrator for a code with your name.',
};

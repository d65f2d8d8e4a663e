export type Party = 'PRINCIPAL' | 'COACH' | 'SPONSOR';

export const PARTIES: readonly Party[] = ['PRINCIPAL', 'COACH', 'SPONSOR'];

export interface Signature {
  party: Party;
  personId: string;
}

/**
 * Whose signature is still missing. A coach's or a principal's counts only from whoever is that today: their successor signs
 * for themselves. A sponsor signs for the district, so any of its leaders' holds on.
 */
export function missing(
  signatures: readonly Signature[],
  pair: { coachId: string; principalId: string },
): readonly Party[] {
  const has: Record<Party, boolean> = {
    PRINCIPAL: signatures.some(({ party, personId }) => party === 'PRINCIPAL' && personId === pair.principalId),
    COACH: signatures.some(({ party, personId }) => party === 'COACH' && personId === pair.coachId),
    SPONSOR: signatures.some(({ party }) => party === 'SPONSOR'),
  };
  return PARTIES.filter((party) => !has[party]);
}

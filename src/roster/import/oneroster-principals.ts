// A roster file only proposes who the principal is: 1.1 has no word for it, and in 1.2 assistant principals often carry the same one.

import type { IssueLog } from './issue.ts';
import type { Version } from './oneroster-format.ts';
import type { OrgIndex } from './oneroster-orgs.ts';
import type { Candidate } from './oneroster-roles.ts';

interface Findings {
  version: Version;
  orgs: OrgIndex;
  candidates: ReadonlyMap<string, Candidate[]>;
  names: ReadonlyMap<string, string>;
  today: string;
  log: IssueLog;
}

export function reportPrincipals({ version, orgs, candidates, names, today, log }: Findings): void {
  const file = version === '1.1' ? 'users.csv' : 'roles.csv';
  for (const [school, schoolName] of orgs.schools()) {
    const present = (candidates.get(school) ?? []).filter(
      ({ personId, endsOn }) => names.has(personId) && !(endsOn !== undefined && endsOn < today),
    );
    const nameOf = ({ personId }: Candidate) => names.get(personId) ?? personId;
    const principals = distinct(present.filter(({ role }) => role === 'PRINCIPAL').map(nameOf));
    if (principals.length > 1) {
      log.warn(
        'MULTIPLE_PRINCIPALS',
        file,
        undefined,
        `${schoolName} has ${String(principals.length)} people with the role "principal": ${principals.join(', ')}. Choose which one leads the school; until then nothing changes there.`,
      );
    } else if (principals.length === 0) {
      const team = distinct(present.map(nameOf));
      const choice = team.length > 0 ? `Choose one of: ${team.join(', ')}.` : 'Ask the district who leads it.';
      const why =
        version === '1.1' ? 'OneRoster 1.1 does not say who the principal is of' : 'Nobody has the role "principal" at';
      log.warn('NO_PRINCIPAL', file, undefined, `${why} ${schoolName}. ${choice}`);
    }
  }
}

function distinct(names: string[]): string[] {
  return [...new Set(names)].sort();
}

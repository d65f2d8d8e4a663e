import { readFileSync } from 'node:fs';
import type { Audience } from '../../src/chat/audience.ts';
import type { RoleKey } from '../../src/db/generated/enums.ts';
import {
  READERS,
  RELATIONS,
  mayRead,
  relationsOf,
  systemViewer,
  type Belongs,
  type Relation,
  type Viewer,
} from '../../src/roster/access.ts';
import { MATRIX, seen, type Cell, type Seen, type Thing } from '../../src/roster/matrix.ts';
import { writeMatrix } from './matrix-document.ts';

const OF: Belongs = {
  authorId: 'author',
  coachId: 'coach',
  principalId: 'principal',
  schoolId: 'adams',
  districtId: 'harbor',
  providerId: 'northlight',
  networkId: 'network',
};

function viewer(personId: string, roles: Viewer['roles'] = []): Viewer {
  return { tenantId: 'tenant', personId, roles };
}

const grant = (role: RoleKey, scopeId: string) => viewer('somebody', [{ role, scopeId }]);

/** Somebody who is exactly this to the thing, and somebody who is the same to another. */
const PEOPLE: Record<Relation, { here: Viewer; elsewhere: Viewer }> = {
  principal: { here: viewer('principal'), elsewhere: grant('PRINCIPAL', 'adams') },
  coach: { here: viewer('coach'), elsewhere: grant('COACH', 'adams') },
  manager: { here: grant('LP_MANAGER', 'northlight'), elsewhere: grant('LP_MANAGER', 'other') },
  leader: { here: grant('DISTRICT_LEADER', 'harbor'), elsewhere: grant('DISTRICT_LEADER', 'other') },
  hub: { here: grant('NETWORK_HUB', 'network'), elsewhere: grant('NETWORK_HUB', 'other') },
  team: { here: grant('SCHOOL_TEAM', 'adams'), elsewhere: grant('SCHOOL_TEAM', 'baker') },
  admin: { here: grant('ADMIN', 'harbor'), elsewhere: grant('ADMIN', 'other') },
};

const CELLS = (Object.keys(MATRIX) as Thing[]).flatMap((thing) =>
  RELATIONS.map((relation): [Thing, Relation, Cell] => [thing, relation, MATRIX[thing][relation]]),
);

describe('who sees what', () => {
  it('is in the document as it is decided', () => {
    expect(writeMatrix()).toBe(readFileSync('docs/who-sees-what.md', 'utf8'));
  });

  it.each(CELLS)('%s, for the %s: %s, and nothing of another’s', (thing, relation, cell) => {
    const { here, elsewhere } = PEOPLE[relation];
    const asAuthor = { ...OF, authorId: here.personId ?? '' };
    const expected: Record<Cell, [usually: Seen, released: Seen, ownWords: Seen]> = {
      all: ['all', 'all', 'all'],
      counts: ['counts', 'counts', 'counts'],
      total: ['total', 'total', 'total'],
      nothing: ['nothing', 'nothing', 'nothing'],
      released: ['nothing', 'all', 'nothing'],
      own: ['nothing', 'nothing', 'all'],
    };

    expect([seen(here, thing, OF), seen(here, thing, { ...OF, released: true }), seen(here, thing, asAuthor)]).toEqual(
      expected[cell],
    );
    expect(seen(elsewhere, thing, OF)).toBe('nothing');
  });

  it('gives the most that any relation allows to somebody who is several things', () => {
    const both = viewer('coach', [{ role: 'LP_MANAGER', scopeId: 'northlight' }]);

    expect(seen(both, 'step-numbers', OF)).toBe('all');
    expect(seen(both, 'match-help', OF)).toBe('all');
  });

  it('shows the clock nothing, and the author of a text their own', () => {
    expect(relationsOf(systemViewer('tenant'), OF)).toEqual([]);
    expect(seen(systemViewer('tenant'), 'visit-facts', OF)).toBe('nothing');
    expect(mayRead(systemViewer('tenant'), 'DISTRICT', OF)).toBe(false);
    expect(mayRead(viewer('author'), 'AUTHOR_ONLY', OF)).toBe(true);
  });

  it('reads each audience with its readers and nobody else', () => {
    for (const [audience, readers] of Object.entries(READERS) as [Audience, readonly Relation[]][])
      for (const relation of RELATIONS) {
        expect([audience, relation, mayRead(PEOPLE[relation].here, audience, OF)]).toEqual([
          audience,
          relation,
          readers.includes(relation),
        ]);
        expect(mayRead(PEOPLE[relation].elsewhere, audience, OF)).toBe(false);
      }
  });

  it('lets no leader, manager, hub or administrator read what stays with the pair', () => {
    const ofThePair: Thing[] = ['principal-confidence', 'visit-agreements', 'barrier-of-pair', 'coach-notes'];
    for (const thing of ofThePair)
      for (const relation of ['leader', 'hub', 'team', 'admin', 'manager'] as const)
        expect(seen(PEOPLE[relation].here, thing, { ...OF, released: true })).toBe('nothing');
  });
});

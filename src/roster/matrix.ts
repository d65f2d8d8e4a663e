// The whole of "who may see what" as one table (domain, section 7.2). Pure: a viewer, a kind of thing and the people and
// places that it belongs to go in, how much of it the viewer sees comes out. docs/who-sees-what.md is written from it.
import { isSystem, relationsOf, type Belongs, type Relation, type Viewer } from './access.ts';

/** How much somebody sees: the thing, a number for each pair, a number over five or more, or nothing. */
export type Seen = 'all' | 'counts' | 'total' | 'nothing';

/** `own`: what they wrote themselves. `released`: nothing, until those it belongs to release it to them. */
export type Cell = Seen | 'own' | 'released';

type Row = Readonly<Record<Relation, Cell>>;

export const MATRIX = {
  'principal-text': row('all', 'all', 'released', 'released', 'nothing', 'nothing', 'nothing'),
  'principal-confidence': row('all', 'all', 'nothing', 'nothing', 'nothing', 'nothing', 'nothing'),
  'principal-counts': row('all', 'all', 'total', 'total', 'nothing', 'nothing', 'nothing'),
  'step-text': row('all', 'all', 'released', 'released', 'nothing', 'nothing', 'nothing'),
  'step-numbers': row('all', 'all', 'counts', 'total', 'nothing', 'nothing', 'nothing'),
  'focus-areas': row('all', 'all', 'all', 'released', 'nothing', 'nothing', 'nothing'),
  'coach-notes': row('nothing', 'own', 'nothing', 'nothing', 'nothing', 'nothing', 'nothing'),
  'visit-facts': row('all', 'all', 'all', 'all', 'nothing', 'nothing', 'nothing'),
  'visit-activities': row('all', 'all', 'all', 'total', 'nothing', 'nothing', 'nothing'),
  'visit-agreements': row('all', 'all', 'nothing', 'nothing', 'nothing', 'nothing', 'nothing'),
  'match-help': row('nothing', 'own', 'all', 'nothing', 'nothing', 'nothing', 'nothing'),
  'rematch-request': row('own', 'own', 'all', 'released', 'nothing', 'nothing', 'nothing'),
  'school-plan': row('all', 'all', 'all', 'all', 'nothing', 'all', 'nothing'),
  'system-ratings': row('all', 'all', 'all', 'all', 'nothing', 'nothing', 'nothing'),
  'review-evidence': row('all', 'all', 'all', 'nothing', 'nothing', 'nothing', 'nothing'),
  'review-report': row('all', 'all', 'all', 'all', 'nothing', 'nothing', 'nothing'),
  'walk-rooms': row('all', 'own', 'nothing', 'own', 'nothing', 'nothing', 'nothing'),
  'walk-synthesis': row('all', 'all', 'all', 'released', 'nothing', 'all', 'nothing'),
  'barrier-shared': row('all', 'all', 'all', 'all', 'nothing', 'nothing', 'nothing'),
  'barrier-of-pair': row('all', 'all', 'nothing', 'nothing', 'nothing', 'nothing', 'nothing'),
  'who-missed': row('own', 'all', 'all', 'total', 'counts', 'nothing', 'nothing'),
  contract: row('all', 'all', 'all', 'all', 'nothing', 'nothing', 'nothing'),
  'test-of-change': row('all', 'all', 'nothing', 'released', 'all', 'all', 'nothing'),
  'small-numbers': row('all', 'all', 'nothing', 'total', 'total', 'all', 'nothing'),
  'delivery-status': row('nothing', 'all', 'all', 'nothing', 'all', 'nothing', 'all'),
} as const satisfies Record<string, Row>;

export type Thing = keyof typeof MATRIX;

/** A look at what belongs to somebody, to be noted: "who saw this" (src/audit/write.ts). */
export interface Look {
  thing: Thing;
  /** Whose words they are. */
  ownerId: string;
  aboutId?: string;
}

/** The cells of one thing, in the order of RELATIONS. */
function row(...cells: [Cell, Cell, Cell, Cell, Cell, Cell, Cell]): Row {
  const [principal, coach, manager, leader, hub, team, admin] = cells;
  return { principal, coach, manager, leader, hub, team, admin };
}

const MORE: readonly Seen[] = ['nothing', 'total', 'counts', 'all'];

/** What the viewer sees of one thing, by the most that any of their relations to it allows. */
export function seen(viewer: Viewer, thing: Thing, of: Belongs & { released?: boolean }): Seen {
  const isAuthor = viewer.personId !== null && viewer.personId === of.authorId;
  const cells = relationsOf(viewer, of).map((relation): Seen => {
    const cell: Cell = MATRIX[thing][relation];
    if (cell === 'own') return isAuthor ? 'all' : 'nothing';
    if (cell === 'released') return of.released === true ? 'all' : 'nothing';
    return cell;
  });
  return cells.reduce<Seen>((most, cell) => (MORE.indexOf(cell) > MORE.indexOf(most) ? cell : most), 'nothing');
}

type Owned = Belongs & { released?: boolean };

/**
 * May the viewer have the thing whole? The clock may, for work of its own: what comes of that is decided where it is shown to
 * somebody. The gate of every store that reads what one of a pair wrote.
 */
export function maySee(viewer: Viewer, thing: Thing, of: Owned): boolean {
  return isSystem(viewer) || seen(viewer, thing, of) === 'all';
}

/** Of many, those that the viewer may have whole. */
export function visibleTo<Row>(
  viewer: Viewer,
  thing: Thing,
  rows: readonly Row[],
  belongs: (row: Row) => Owned,
): Row[] {
  return rows.filter((row) => maySee(viewer, thing, belongs(row)));
}

// "Who saw this?": the readings of one person's words, for that person alone.
import type { Tx } from '../db/client.ts';
import type { Viewer } from '../roster/access.ts';

export interface Reading {
  at: Date;
  byName: string;
  thing: string;
}

/** Of the viewer's own words, newest first; what was written out of the product counts as read. */
export async function listReadings(tx: Tx, viewer: Viewer, since: Date, atMost = 50): Promise<Reading[]> {
  if (viewer.personId === null) return [];
  return tx.$queryRaw<Reading[]>`
    select e.at, coalesce(p.display_name, 'Whoever runs Throughline') as "byName", e.thing
    from audit_event e left join person p on p.id = e.actor_id and p.tenant_id = e.tenant_id
    where e.tenant_id = ${viewer.tenantId}::uuid and e.owner_id = ${viewer.personId}::uuid and e.act in ('read', 'exported') and e.at >= ${since}
    order by e.at desc, e.id desc limit ${atMost}`;
}

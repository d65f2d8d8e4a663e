import { asSystem } from '../../../src/db/scope.ts';
import { systemViewer } from '../../../src/roster/access.ts';
import { importFile } from '../../../src/roster/import/pipeline.ts';
import { openDatabase } from '../../support/database.ts';
import { aFile, roster12, user, role, zipped } from './package.ts';
test('scale', async () => {
  const database = await openDatabase();
  const tenant = await asSystem(database.db, (tx) => tx.tenant.create({ data: { name: 'x' } }));
  const viewer = systemViewer(tenant.id);
  const f = roster12();
  const N = 3000;
  f['orgs.csv'] += Array.from({ length: N }, (_, i) => `b${i},,,School ${i} ES,school,,d1,\n`).join('');
  f['users.csv'] += Array.from({ length: 2 * N }, (_, i) => `${user(`p${i}`, 'Given', `Fam${i}`)}\n`).join('');
  f['roles.csv'] += Array.from(
    { length: 2 * N },
    (_, i) => `${role(`p${i}`, i < N ? 'principal' : 'siteAdministrator', `b${i % N}`)}\n`,
  ).join('');
  for (let k = 0; k < 3; k += 1) {
    const t = Date.now();
    if (k === 2) f['users.csv'] = f['users.csv']!.replaceAll(',Given,', ',Gave,');
    const r = await importFile(database.db, {
      viewer,
      as: 'roster',
      today: '2026-11-21',
      path: aFile('r.zip', await zipped(f)),
    });
    console.log(
      r.status,
      r.approval.slice(0, 2),
      r.differences['people']?.added.length,
      r.differences['people']?.changed.length,
      Date.now() - t,
    );
  }
  await database.drop();
}, 120000);

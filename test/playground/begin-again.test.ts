import { inTenant } from '../../src/db/scope.ts';
import { createLog } from '../../src/log.ts';
import { start, type Throughline } from '../../src/main.ts';
import { createPlayground, type Playground } from '../../src/playground/index.ts';
import { findSlackButton, findTeamsButton } from '../../src/playground/story-acts.ts';
import { createTenant, listTenants } from '../../src/roster/tenants.ts';
import { openDatabase } from '../support/database.ts';
import { root } from '../support/root.ts';

let house: Throughline;
let playground: Playground;
beforeAll(async () => {
  const database = await openDatabase();
  playground = createPlayground(root);
  const config = { port: 0, host: '127.0.0.1', dataFolder: 'unused', databasePool: 10, logLevel: 'silent' } as const;
  house = await start({
    config,
    log: createLog({ level: 'silent' }),
    prismaFolder: `${root}prisma`,
    playground,
    ticks: false,
    database: { ...database, words: 'a test database', close: () => database.drop() },
  });
  await createTenant(house.db, 'A real customer');
}, 60_000);
afterAll(() => house.stop());

async function sampleId(): Promise<string> {
  const tenants = await listTenants(house.db);
  return tenants.find((tenant) => tenant.name.includes('(sample)'))?.id ?? '';
}

describe('the playground', () => {
  it.each(['at first', 'and when it begins again'])(
    'is at Thursday afternoon with everybody asked on their own platform, %s',
    async () => {
      await playground.begin(house, () => undefined);

      expect(findTeamsButton(playground.stage(), 'elena.rivera@harborcity.example', 'Start')).toBeDefined();
      expect(findSlackButton(playground.stage(), 'walter.stone@harborcity.example', 'Start')).toBeDefined();
      expect(findTeamsButton(playground.stage(), 'ngozi.okafor@harborcity.example', 'Change my answers')).toBeDefined();
      expect(await inTenant(house.db, await sampleId(), (tx) => tx.joinCode.findMany())).toMatchObject([
        { personId: null, usedBy: expect.stringMatching(/^slack:T0NORTHLIGHT:U0/) as string },
      ]);
      // The sample is taken away and made again; nobody else is touched.
      expect((await listTenants(house.db)).map((tenant) => tenant.name)).toEqual([
        'A real customer',
        expect.stringContaining('(sample)'),
      ]);
    },
    120_000,
  );
});

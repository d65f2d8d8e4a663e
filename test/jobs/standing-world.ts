// A database for the file that imports this, and a new world in it for each of its tests.
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aWorld, type World } from './ledger-world.ts';

export let database: TestDatabase;
export let world: World;

beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  world = await aWorld(database.db);
});
afterAll(() => database.drop());

import { asSystem } from '../../src/db/scope.ts';
import { areTriesOver, countTry, forgetTries } from '../../src/installations/tries.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-10-22T14:00:00Z');
const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
}, 180_000);
afterAll(() => database.drop());

const tryWrong = (account: string, at: Date) => asSystem(database.db, (tx) => countTry(tx, account, at));
const isOver = (account: string, at: Date) => asSystem(database.db, (tx) => areTriesOver(tx, account, at));

it('five wrong codes within an hour are enough, whichever process they come to, and only for that account', async () => {
  for (let times = 0; times < 4; times += 1) await tryWrong('slack:T1:U1', after(times));
  expect(await isOver('slack:T1:U1', after(4))).toBe(false);
  await tryWrong('slack:T1:U1', after(4));
  expect(await isOver('slack:T1:U1', after(5))).toBe(true);
  expect(await isOver('slack:T1:U2', after(5))).toBe(false);
});

it('the hour begins with the first of them, and then all begins again', async () => {
  expect(await isOver('slack:T1:U1', after(59))).toBe(true);
  expect(await isOver('slack:T1:U1', after(61))).toBe(false);
  await tryWrong('slack:T1:U1', after(62));
  expect(await isOver('slack:T1:U1', after(63))).toBe(false);
});

it('none that came at the same moment is lost', async () => {
  await Promise.all(Array.from({ length: 6 }, () => tryWrong('teams:T:U', NOW)));
  expect(await isOver('teams:T:U', after(1))).toBe(true);
});

it('what is over is forgotten', async () => {
  await forgetTries(database.db, after(300));
  expect(await asSystem(database.db, (tx) => tx.wrongCode.count())).toBe(0);
});

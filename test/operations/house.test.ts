// Operations as whoever runs the product finds them: the whole house, lived through a Thursday.
import { createMeasures } from '../../src/operations/measures.ts';
import { RIVERA, press } from '../flows/acts.ts';
import { openHouse, type TestHouse } from '../support/house.ts';

const KEY = 'a-key-of-operations-0123456789';
jest.setTimeout(180_000);

let guarded: TestHouse;
beforeAll(async () => {
  guarded = await openHouse('2026-10-15T12:00:00-04:00', { config: { operationsKey: KEY } });
  await guarded.travel.to(new Date('2026-10-15T14:05:00-04:00'), () => undefined);
});
afterAll(() => guarded.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${guarded.house.url}${path}`, { headers, redirect: 'manual' });
const signIn = (key: string, headers: Record<string, string> = {}) =>
  fetch(`${guarded.house.url}/operations/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ key }),
  });

describe('GET /metrics', () => {
  it('answers whoever has the key, and tells nobody else a number', async () => {
    const refused = await get('/metrics', { authorization: 'Bearer not-the-key' });
    expect([refused.status, await refused.text()]).toEqual([401, 'Unauthorized']);
    expect((await get('/metrics')).status).toBe(401);

    const response = await get('/metrics', { authorization: `Bearer ${KEY}` });
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    const text = await response.text();
    expect(text).toMatch(
      /throughline_messages_total\{platform="teams",kind="check-in.prompt",outcome="sent",reason=""\} \d/,
    );
    expect(text).toMatch(/throughline_lateness_seconds_count\{platform="teams"\} [1-9]/);
    expect(text).toMatch(/throughline_requests_total\{platform="teams",kind="\w+",reply="say"\} [1-9]/);
    expect(text).toMatch(/throughline_acknowledge_seconds_count\{platform="teams"\} [1-9]/);
    expect(text).toMatch(/throughline_database_connections\{state="open"\} [1-9]/);
    expect(text).toMatch(/throughline_event_loop_lag_seconds\{quantile="0.99"\} 0\.\d/);
    expect(text).toContain('throughline_queue_readable 1');
    expect(text).toContain('throughline_shed_total');
  });

  it('names nobody: no id, no person, no school', async () => {
    const text = await (await get('/metrics', { authorization: `Bearer ${KEY}` })).text();
    const people = await guarded.house.db.person.findMany({ select: { id: true, displayName: true } });
    const schools = await guarded.house.db.school.findMany({ select: { name: true } });

    for (const { id, displayName } of people) expect(text.includes(id) || text.includes(displayName)).toBe(false);
    for (const { name } of schools) expect(text).not.toContain(name);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
  });

  it('counts for one process and not for all that ran before it', async () => {
    const [one, other] = [createMeasures(), createMeasures()];
    one.message({ platform: 'slack', kind: 'digest.post' }, { status: 'SENT', lateMs: 1200 });

    one.shed('slack', 'late');
    expect([one.shedCount(), other.shedCount()]).toEqual([1, 0]);
    expect(await one.registry.metrics()).toContain('throughline_shed_total{platform="slack",why="late"} 1');
    expect(await one.registry.metrics()).toContain('throughline_lateness_seconds_sum{platform="slack"} 1.2');
    expect(await other.registry.metrics()).not.toContain('digest.post');
  });
});

describe('the page for operators', () => {
  it('asks for the key, and shows neither page nor numbers without it', async () => {
    const page = await get('/operations');
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('Operations key');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await get('/operations/numbers')).status).toBe(401);
    const wrong = await signIn('not-the-key');
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await wrong.text()).toContain('That is not the key.');
  });

  it('opens with the key, for an hour, by a cookie that no script and no other site can use', async () => {
    const opened = await signIn(KEY);
    const cookie = opened.headers.get('set-cookie') ?? '';

    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/operations']);
    expect(cookie).toMatch(/Max-Age=3600; Path=\/operations;.*HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain(KEY);
    const session = { cookie: cookie.split(';')[0] ?? '' };
    expect(await (await get('/operations', session)).text()).toContain('Throughline <span>operations</span>');
    const numbers = (await (await get('/operations/numbers', session)).json()) as { metrics: { name: string }[] };
    expect(numbers.metrics.map((one) => one.name)).toContain('throughline_lost_messages');
    expect((await signIn(KEY, { 'x-forwarded-proto': 'https' })).headers.get('set-cookie')).toContain('Secure');
  });

  it('lets nobody try keys all day: after ten wrong ones that address has to wait, and others do not', async () => {
    const from = (address: string, key: string) => signIn(key, { 'x-forwarded-for': address });
    for (let times = 0; times < 10; times += 1) expect((await from('203.0.113.9', 'a-guess')).status).toBe(401);
    const refused = await from('203.0.113.9', KEY);
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('set-cookie')]).toEqual([
      429,
      '900',
      null,
    ]);
    expect(await refused.text()).toContain('That was one try too many. Please wait a quarter of an hour.');
    expect((await from('203.0.113.10', KEY)).status).toBe(303);
  });

  it('lets no other site sign anybody in', async () => {
    expect((await signIn(KEY, { origin: 'https://elsewhere.example' })).status).toBe(403);
  });
});

describe('the log', () => {
  const lines = () =>
    guarded.logged.map(
      (line) => JSON.parse(line) as Record<string, unknown> & { deliveries?: string[]; planned?: string[] },
    );
  const wentOut = (delivery: string) =>
    lines().filter((line) => line['delivery'] === delivery && line['msg'] === 'a message went out');

  it('leads from a request, and from work of the clock, to each message that went out', () => {
    const request = lines().find((line) => line['request'] !== undefined && (line.deliveries ?? []).length > 0);
    const work = lines().find((line) => line['job'] === 'check-in.open' && (line.deliveries ?? []).length > 0);

    expect(request).toMatchObject({ msg: 'a request was answered', platform: expect.any(String) as string });
    for (const delivery of [...(request?.deliveries ?? []), ...(work?.deliveries ?? [])])
      expect(wentOut(delivery)).toHaveLength(1);
    expect(work?.deliveries?.length).toBeGreaterThan(0);
  });

  it('leads from a request to the work that it planned, and from there to the message that came of it', async () => {
    // Friday morning, after the nudge; what is put off comes in the afternoon.
    await guarded.travel.to(new Date('2026-10-16T13:01:00Z'), () => undefined);
    await press(guarded, RIVERA, 'This afternoon');
    const request = lines().findLast((line) => line['kind'] === 'press' && line['msg'] === 'a request was answered');
    const [planned] = request?.planned ?? [];
    expect(request?.planned).toHaveLength(1);

    await guarded.travel.to(new Date('2026-10-16T18:01:00Z'), () => undefined);

    const done = lines().filter((line) => line['msg'] === 'work was done' && line['work'] === planned);
    expect(done).toMatchObject([{ job: 'check-in.snoozed', deliveries: [expect.any(String)] }]);
    expect(wentOut(done[0]?.deliveries?.[0] ?? '')).toHaveLength(1);
  });
});

it('is open in a playground without a key, which has no /metrics', async () => {
  const open = await openHouse('2026-10-15T12:00:00-04:00', { install: false });

  expect((await fetch(`${open.house.url}/operations`)).status).toBe(200);
  expect((await fetch(`${open.house.url}/operations/numbers`)).status).toBe(200);
  expect((await fetch(`${open.house.url}/metrics`)).status).toBe(404);
  await open.stop();
});

/** Ten thousand broken activities and invokes. `FUZZ_SEED` plays a failed run again. */
import fc from 'fast-check';
import { z } from 'zod';
import { defineCard } from '../../../src/chat/card.ts';
import { defineForm } from '../../../src/chat/define-form.ts';
import { ask } from '../../../src/chat/form.ts';
import { nothing, type Interaction, type Reply } from '../../../src/chat/interaction.ts';
import { checkCard } from '../../../src/playground/pocket-teams/index.ts';
import { brokenActivities, goodActivities } from './good-activities.ts';
import { openWorld, TENANT, type World } from './world.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const TEAMS_WAITS_MS = 5_000;

const form = defineForm({
  id: 'sample:note',
  version: 1,
  title: 'A note',
  submit: 'Send',
  fields: { note: ask.line('Note'), visits: ask.number('Visits', 0, 40) },
});
const card = defineCard({
  id: 'sample:card',
  summary: 'Choose',
  parts: [{ kind: 'buttons', buttons: [{ action: 'sample:open', label: 'Open', state: { w: '1' }, opens: 'form' }] }],
});
const launcher = { action: 'sample:open', label: 'Open', state: { w: '1' } };

let world: World;
let token: string;
let answered = 0;
beforeAll(async () => {
  world = await openWorld();
  await world.pocket.install(world.ana);
  token = await world.pocket.sign(world.pocket.buildActivity(world.ana, { type: 'message', text: 'help' }));
  // Every kind of answer in turn. What goes to a chat that was broken as well would only be refused.
  world.answer((interaction): Reply => {
    answered += 1;
    if (interaction.kind === 'text' || interaction.kind === 'command' || interaction.kind === 'presence')
      return nothing;
    const replies: Reply[] = [
      { kind: 'open', form, state: { w: '1' }, values: {}, launcher },
      {
        kind: 'refuse',
        form,
        state: { w: '1' },
        values: valuesIn(interaction),
        errors: { note: 'Again.', other: 'No.' },
      },
      { kind: 'say', card },
      { kind: 'done', message: 'Thank you.' },
      { kind: 'done' },
      nothing,
    ];
    return replies[answered % replies.length] ?? nothing;
  });
});
afterAll(() => world.close());

const valuesIn = (one: Interaction) => (one.kind === 'submit' ? one.values : {});

const good = () =>
  goodActivities(
    world.pocket,
    world.ana,
    {
      commands: ['checkin', 'coach step Ben', 'help'],
      buttons: [['sample:open', { w: '1' }]],
      forms: [['sample:note', { w: '1' }, { note: 'All well', visits: '4' }]],
      shortcuts: ['plan:from-message', 'visit:log'],
    },
    '19:channel@thread.tacv2;messageid=1',
  );

describe(`broken activities (FUZZ_SEED=${String(seed)})`, () => {
  it('ten thousand with a good token: each is answered in time with what Teams takes, and read as no more than it says', async () => {
    const requests = fc.sample(brokenActivities(good()), { numRuns: 10_000, seed });
    const seen = new Map<number, number>();
    for (let from = 0; from < requests.length; from += 8)
      await Promise.all(
        requests.slice(from, from + 8).map(async (json) => {
          const { status, body } = await knock(json, `Bearer ${token}`);
          seen.set(status, (seen.get(status) ?? 0) + 1);
          expect([[200, 400, 401, 403, 413].includes(status), status, json.slice(0, 900)]).toEqual([
            true,
            status,
            expect.anything(),
          ]);
          if (status === 200 && isInvoke(json)) assertTaken(body, json);
        }),
      );
    // Most get as far as the product, and many are refused before.
    expect(seen.get(200)).toBeGreaterThan(3_000);
    expect(world.heard.length).toBeGreaterThan(2_000);
    for (const interaction of world.heard) assertSound(interaction);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(world.logged.join('').match(/could not be handled|work for Teams failed/g)).toBeNull();
  }, 300_000);

  it('with no token, or another’s: none is let in', async () => {
    world.heard.length = 0;
    const activity = world.pocket.buildActivity(world.ana, { type: 'message', text: 'help' });
    const wrong = [
      '',
      'Bearer x.y.z',
      `Bearer ${await world.pocket.sign(activity, { audience: 'another-app' })}`,
      `Bearer ${await world.pocket.sign(activity, { issuer: 'https://sts.windows.net/another/' })}`,
    ];
    const requests = fc.sample(brokenActivities(good()), { numRuns: 300, seed });
    for (const [index, json] of requests.entries()) {
      const { status } = await knock(json, wrong[index % wrong.length] ?? '');
      expect([400, 401, 403, 413]).toContain(status);
    }
    expect(world.heard).toEqual([]);
  }, 120_000);
});

async function knock(json: string, authorization: string): Promise<{ status: number; body: unknown }> {
  const started = performance.now();
  const response = await fetch(world.messagesUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
    body: json,
  });
  const text = await response.text();
  expect(performance.now() - started).toBeLessThan(TEAMS_WAITS_MS);
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

function isInvoke(json: string): boolean {
  return Object(JSON.parse(json)).type === 'invoke';
}

const Attachment = z.strictObject({
  contentType: z.literal('application/vnd.microsoft.card.adaptive'),
  content: z.unknown(),
});
const Taken = z.union([
  z.undefined(),
  z.strictObject({}),
  z.strictObject({
    task: z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('continue'),
        value: z.strictObject({ title: z.string(), width: z.string(), height: z.string(), card: Attachment }),
      }),
      z.strictObject({ type: z.literal('message'), value: z.string().min(1) }),
    ]),
  }),
  z.strictObject({ statusCode: z.literal(200), type: z.string(), value: z.string() }),
]);

function assertTaken(body: unknown, json: string): void {
  const taken = Taken.safeParse(body);
  expect([taken.success, body, json.slice(0, 500)]).toEqual([true, body, expect.anything()]);
  const shown = taken.data;
  if (shown !== undefined && 'task' in shown && shown.task.type === 'continue')
    expect(checkCard(shown.task.value.card.content)).toEqual([]);
}

/** Only plain texts reach the product, and only of the tenant and the person that the envelope names. */
function assertSound(interaction: Interaction): void {
  expect(interaction.sender.platform).toBe('teams');
  expect(typeof interaction.id).toBe('string');
  if (interaction.kind === 'press' || interaction.kind === 'submit')
    for (const value of Object.values(interaction.state)) expect(typeof value).toBe('string');
  if (interaction.kind === 'submit')
    for (const value of Object.values(interaction.values).flat()) expect(typeof value).toBe('string');
  if (interaction.sender.address) expect(interaction.sender.address.teamId).toBe(interaction.sender.teamId);
  if (interaction.kind === 'shortcut') expect((interaction.text ?? '').length).toBeLessThanOrEqual(6_000);
  if (interaction.sender.teamId !== TENANT) expect(interaction.sender.teamId.length).toBeGreaterThan(0);
}

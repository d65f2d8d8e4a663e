import { defineCard } from '../../../src/chat/card.ts';
import { defineForm } from '../../../src/chat/define-form.ts';
import { ask, optional } from '../../../src/chat/form.ts';
import { nothing, type Interaction, type Reply } from '../../../src/chat/interaction.ts';
import { lastTo, openWorld, TENANT, type World } from './world.ts';

const form = defineForm({
  id: 'check-in:weekly',
  version: 3,
  title: 'Weekly check-in',
  submit: 'Send',
  intro: 'About *two* minutes.',
  fields: {
    visits: ask.number('Classroom visits', 0, 40, { audience: 'PAIR' }),
    barriers: ask.choices('What got in the way?', { time: 'Time', staff: 'Staffing', bus: 'Buses' }, { max: 2 }),
    steps: ask.rows(
      'Your steps',
      [
        { id: 's1', label: 'Visit grade 4' },
        { id: 's2', label: 'Call families' },
      ],
      { done: 'Done', open: 'Not yet' },
    ),
    note: optional(ask.paragraph('Anything else?')),
  },
});
const prompt = defineCard({
  id: 'check-in:prompt',
  summary: 'Your check-in is open',
  parts: [
    { kind: 'buttons', buttons: [{ action: 'check-in:open', label: 'Open', state: { id: '7' }, opens: 'form' }] },
  ],
});
const open: Reply = {
  kind: 'open',
  form,
  state: { id: '7' },
  values: { visits: '4', 'steps.s1': 'done' },
  launcher: { action: 'check-in:open', label: 'Open', state: { id: '7' } },
};
const good = { visits: 4, barriers: ['time', 'bus'], 'steps.s1': 'done', 'steps.s2': 'open', note: 'Rain, again.' };

describe('forms as dialogs in Teams', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.pocket.reset();
    world.answer(() => nothing);
    await world.pocket.install(world.ana);
    world.heard.length = 0;
  });

  async function openForm(onSubmit: (interaction: Interaction) => Reply | Promise<Reply>): Promise<void> {
    world.answer((interaction) =>
      interaction.kind === 'command'
        ? { kind: 'say', card: prompt }
        : interaction.kind === 'press'
          ? open
          : onSubmit(interaction),
    );
    await world.pocket.say(world.ana, undefined, 'checkin');
    const outcome = await world.pocket.openDialog(world.ana, lastTo(world, world.ana).id, 'Open');
    expect({ result: outcome.result, problems: world.pocket.problems }).toEqual({ result: 'open', problems: [] });
  }

  test('a button opens the form prefilled', async () => {
    await openForm(() => nothing);
    expect(world.heard.at(-1)).toMatchObject({ kind: 'press', action: 'check-in:open', state: { id: '7' } });
    const { dialog } = world.pocket.screen(world.ana);
    expect(dialog?.title).toBe('Weekly check-in');
    expect(dialog?.values).toMatchObject({ visits: '4', 'steps.s1': 'done', 'steps.s2': '' });
    expect(dialog?.words).toContain('About *two* minutes.');
    expect(dialog?.words.join('\n')).toContain('Only you and your coach see this in Throughline.');
  });

  test('what was typed arrives as values, lists as lists, and an accepted form closes', async () => {
    await openForm(() => ({ kind: 'done' }));
    const outcome = await world.pocket.submitDialog(world.ana, good);
    expect(outcome.result).toBe('closed');
    const submit = world.heard.at(-1);
    expect(submit).toMatchObject({
      kind: 'submit',
      form: 'check-in:weekly',
      version: 3,
      state: { id: '7' },
      sender: { teamId: TENANT, userId: world.ana.id },
    });
    expect(submit?.kind === 'submit' && submit.values).toEqual({
      visits: '4',
      barriers: ['time', 'bus'],
      'steps.s1': 'done',
      'steps.s2': 'open',
      note: 'Rain, again.',
    });
  });

  test('a word of thanks is shown before the dialog goes', async () => {
    await openForm(() => ({ kind: 'done', message: 'Thank you, Ana.' }));
    const outcome = await world.pocket.submitDialog(world.ana, good);
    expect(outcome.result).toBe('message');
    expect(world.pocket.screen(world.ana).dialog?.message).toBe('Thank you, Ana.');
  });

  test('a refused form comes back with everything typed and the error directly above its field', async () => {
    await openForm((interaction) =>
      interaction.kind === 'submit' && interaction.values['note'] !== undefined
        ? {
            kind: 'refuse',
            form,
            state: interaction.state,
            values: interaction.values,
            errors: { note: 'Please do not name a student.', 'steps.s2': 'Really?' },
          }
        : { kind: 'done' },
    );
    const outcome = await world.pocket.submitDialog(world.ana, good);
    expect(outcome.result).toBe('open');
    const { dialog } = world.pocket.screen(world.ana);
    expect(dialog?.values).toMatchObject({
      visits: '4',
      barriers: 'time,bus',
      'steps.s1': 'done',
      'steps.s2': 'open',
      note: 'Rain, again.',
    });
    const body = bodyOf(dialog?.card);
    const error = body.findIndex((element) => String(element['text']).includes('Please do not name a student.'));
    expect(body[error]).toMatchObject({ type: 'TextBlock', color: 'Attention' });
    expect(body[error + 1]).toMatchObject({ type: 'Input.Text', id: 'note' });
    expect(body[0]).toMatchObject({ color: 'Attention', text: '⚠ Not sent yet: 2 answers need another look.' });
    const again = await world.pocket.submitDialog(world.ana, { note: '' });
    expect(again.result).toBe('closed');
    const ids = world.heard.filter((one) => one.kind === 'submit').map((one) => one.id);
    expect(new Set(ids).size).toBe(2);
  });

  test('the same dialog sent twice is the same request, and another dialog is not', async () => {
    const seen: string[] = [];
    await openForm((interaction) => {
      seen.push(interaction.id);
      return { kind: 'refuse', form, state: {}, values: {}, errors: {} };
    });
    await world.pocket.submitDialog(world.ana, good);
    const sent = world.pocket.deliveries.at(-1)?.activity;
    await world.pocket.post({ ...sent, id: 'another-activity' });
    expect(seen[1]).toBe(seen[0]);
    await openForm(() => nothing);
    world.answer((interaction) => {
      seen.push(interaction.id);
      return nothing;
    });
    await world.pocket.submitDialog(world.ana, good);
    expect(seen[2]).not.toBe(seen[0]);
  });

  test('a form may lead to another, step by step, and each drawing is a request of its own', async () => {
    const second = defineForm({
      id: 'check-in:more',
      version: 1,
      title: 'One more thing',
      submit: 'Finish',
      fields: { why: ask.line('Why?') },
    });
    await openForm((interaction) =>
      interaction.kind === 'submit' && interaction.form === 'check-in:weekly'
        ? { ...open, form: second, state: { id: '7', step: '2' }, values: { why: 'Rain' } }
        : { kind: 'done' },
    );
    expect((await world.pocket.submitDialog(world.ana, good)).result).toBe('open');
    expect(world.pocket.screen(world.ana).dialog).toMatchObject({ title: 'One more thing', values: { why: 'Rain' } });
    expect((await world.pocket.submitDialog(world.ana, { why: 'Buses' })).result).toBe('closed');
    const submits = world.heard.filter((one) => one.kind === 'submit');
    expect(submits).toMatchObject([
      { form: 'check-in:weekly', state: { id: '7' } },
      { form: 'check-in:more', state: { id: '7', step: '2' }, values: { why: 'Buses' } },
    ]);
    expect(submits[0]?.id).not.toBe(submits[1]?.id);
  });

  test('two presses without an id of Teams are two requests', async () => {
    for (let time = 0; time < 2; time += 1) {
      const value = { data: { a: 'check-in:open', s: { id: '7' } } };
      const { id: _, ...press } = world.pocket.buildActivity(world.ana, { type: 'invoke', name: 'task/fetch', value });
      await world.pocket.post(press);
    }
    expect(new Set(world.heard.map((one) => one.id)).size).toBe(2);
  });

  test('a press that leads to no form says so in words', async () => {
    const card = defineCard({
      id: 'x:closed',
      summary: 'Closed',
      parts: [{ kind: 'text', text: 'This check-in closed on Friday.' }],
    });
    await openForm(() => nothing);
    world.answer(() => ({ kind: 'say', card }));
    const [message] = world.pocket
      .screen(world.ana)
      .chats.flatMap((chat) => chat.messages.filter((one) => one.from.kind === 'bot'));
    const outcome = await world.pocket.openDialog(world.ana, message?.id ?? '', 'Open');
    expect(outcome.result).toBe('message');
    expect(world.pocket.screen(world.ana).dialog?.message).toBe('This check-in closed on Friday.');
  });

  test('a slow save lets the person go in time and tells the outcome in the chat', async () => {
    let finish: (reply: Reply) => void = () => undefined;
    await openForm(() => new Promise((resolve) => (finish = resolve)));
    const outcome = await world.pocket.submitDialog(world.ana, good);
    expect(outcome).toMatchObject({ result: 'message', delivery: { timedOut: false } });
    expect(world.pocket.screen(world.ana).dialog?.message).toContain('I will write to you');
    const told = new Promise((resolve) => world.pocket.onChange(resolve));
    finish({ kind: 'refuse', form, state: {}, values: {}, errors: { note: 'Please do not name a student.' } });
    await told;
    expect(lastTo(world, world.ana).words).toContain('• Please do not name a student.');
  });

  test('a form that cannot be saved stays open with everything typed, and nothing is given away', async () => {
    await openForm(() => Promise.reject(new Error('postgres://user:secret@host/db is down')));
    const outcome = await world.pocket.submitDialog(world.ana, good);
    expect(outcome).toMatchObject({ result: 'failed', delivery: { status: 503, timedOut: false } });
    expect(JSON.stringify(outcome)).not.toContain('secret');
    const { dialog } = world.pocket.screen(world.ana);
    expect(dialog?.values).toMatchObject({ note: 'Rain, again.', 'steps.s2': 'open' });
    expect(world.logged.join('')).not.toContain('secret');
  });

  test('a press that fails is told kindly', async () => {
    world.answer((interaction) => {
      if (interaction.kind === 'command') return { kind: 'say', card: prompt };
      throw new Error('postgres://user:secret@host/db is down');
    });
    await world.pocket.say(world.ana, undefined, 'checkin');
    const outcome = await world.pocket.openDialog(world.ana, lastTo(world, world.ana).id, 'Open');
    expect(outcome.result).toBe('message');
    expect(world.pocket.screen(world.ana).dialog?.message).toBe(
      'Something went wrong on our side. Please try again in a minute.',
    );
  });

  test('a slow save that fails is told in the chat', async () => {
    let fail: (error: Error) => void = () => undefined;
    await openForm(() => new Promise((_resolve, reject) => (fail = reject)));
    await world.pocket.submitDialog(world.ana, good);
    const told = new Promise((resolve) => world.pocket.onChange(resolve));
    fail(new Error('postgres://user:secret@host/db is down'));
    await told;
    expect(lastTo(world, world.ana).words.join(' ')).toContain('could not be saved');
    expect(world.logged.join('')).not.toContain('secret');
  });

  test('every invoke is answered, also one that nobody asked for', async () => {
    for (const name of ['adaptiveCard/action', 'composeExtension/query', 'task/fetch', 'task/submit']) {
      const { status } = await world.pocket.post(
        world.pocket.buildActivity(world.ana, { type: 'invoke', name, value: { data: { f: 1 } } }),
      );
      expect([name, status]).toEqual([name, 200]);
    }
    expect(world.heard).toEqual([]);
  });
});

function bodyOf(card: Record<string, unknown> | undefined): Record<string, unknown>[] {
  return Array.isArray(card?.['body']) ? card['body'] : [];
}

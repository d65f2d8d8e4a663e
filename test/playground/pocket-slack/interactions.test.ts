import { webApi, type App, type BlockAction, type types } from '@slack/bolt';
import type { Screen } from '../../../src/playground/pocket-slack/screen.ts';
import { startPocketWithApp } from './bolt-app.ts';
import { everyBlock } from './every-block.ts';

type House = Awaited<ReturnType<typeof startPocketWithApp>>;
let house: House;
afterEach(() => house.stop());

const text = (words: string): types.PlainTextElement => ({ type: 'plain_text', text: words });
const option = (value: string): types.PlainTextOption => ({ text: text(value), value });
const noteInput = (blockId = 'note', initial?: string): types.InputBlock => ({
  type: 'input',
  block_id: blockId,
  label: text('Note'),
  optional: true,
  element: {
    type: 'plain_text_input',
    action_id: 'text',
    ...(initial === undefined ? {} : { initial_value: initial }),
  },
});
const go: types.ActionsBlock = {
  type: 'actions',
  block_id: 'act',
  elements: [
    { type: 'button', action_id: 'go', text: text('Go'), value: 'v1' },
    { type: 'static_select', action_id: 'pick', options: ['a', 'b'].map(option) },
  ],
};

function form(title: string, blocks: types.KnownBlock[], more: Partial<types.ModalView> = {}): types.ModalView {
  return { type: 'modal', callback_id: 'form', title: text(title), submit: text('Send'), blocks, ...more };
}

function codeOf(error: unknown): string {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : String(error);
}

async function opened(register: (app: App) => void, view: types.ModalView): Promise<Screen['modals'][number]> {
  house = await startPocketWithApp((app) => {
    app.command('/open', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view });
    });
    register(app);
  });
  await house.pocket.sendCommand('U0MAYA', 'dm', '/open');
  return house.pocket.until(() => house.pocket.screen('U0MAYA').modals[0]);
}

const top = () => house.pocket.screen('U0MAYA').modals.at(-1);
const inDm = () => house.pocket.screen('U0MAYA').conversations.find((one) => one.kind === 'im')?.messages ?? [];

describe('a trigger', () => {
  const view = form('Form', [noteInput()]);

  it('serves once', async () => {
    const codes: string[] = [];
    house = await startPocketWithApp((app) => {
      app.command('/twice', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view });
        await client.views
          .open({ trigger_id: body.trigger_id, view })
          .catch((error: unknown) => codes.push(codeOf(error)));
        await client.views.open({ trigger_id: '1.2.3', view }).catch((error: unknown) => codes.push(codeOf(error)));
      });
    });

    await house.pocket.sendCommand('U0MAYA', 'dm', '/twice');
    await house.pocket.until(() => codes.length === 2);

    expect(codes).toEqual(['exchanged_trigger_id', 'invalid_trigger_id']);
  });

  it('is dead after three seconds', async () => {
    house = await startPocketWithApp((app) => {
      app.command('/late', async ({ ack, body, client }) => {
        await ack();
        house.time.now = new Date(house.time.now.getTime() + 3001);
        await client.views.open({ trigger_id: body.trigger_id, view });
      });
    });

    await house.pocket.sendCommand('U0MAYA', 'dm', '/late');
    const call = await house.pocket.until(() => house.pocket.calls.find((one) => one.method === 'views.open'));

    expect(call.error).toBe('expired_trigger_id');
  });
});

describe('an app that does not acknowledge', () => {
  it('gives the person a timeout for a command, and trouble for a button', async () => {
    house = await startPocketWithApp(
      (app) => {
        app.command('/asleep', () => Promise.resolve());
        app.action('go', () => Promise.resolve());
      },
      { acknowledgeWithinMs: 60 },
    );
    await house.app.client.chat.postMessage({ channel: 'U0MAYA', text: 'Go?', blocks: [go] });
    const [message] = inDm();

    expect(await house.pocket.sendCommand('U0MAYA', 'dm', '/asleep')).toEqual({
      ok: false,
      notice: 'operation_timeout',
      text: '/asleep failed with the error "operation_timeout"',
    });
    expect(await house.pocket.press('U0MAYA', { channel: 'dm', ts: message?.ts ?? '' }, 'go')).toMatchObject({
      notice: 'operation_timeout',
    });
    expect(house.pocket.screen('U0MAYA').notices.map((one) => one.code)).toEqual([
      'operation_timeout',
      'operation_timeout',
    ]);
  });

  it('because it is not there, gives a dispatch failure', async () => {
    house = await startPocketWithApp(() => undefined, { requestUrl: 'http://127.0.0.1:9/' });

    expect(await house.pocket.sendCommand('U0MAYA', 'dm', '/gone')).toMatchObject({ notice: 'dispatch_failed' });
  });

  it('because the secret differs, refuses: no request is ever taken without its signature', async () => {
    house = await startPocketWithApp(() => undefined, { signingSecret: 'another-secret' });

    expect(await house.pocket.sendCommand('U0MAYA', 'dm', '/x')).toMatchObject({ notice: 'http_client_error' });
  });
});

describe('a command', () => {
  it('can be answered to one person or to the channel, by the acknowledgement and five times by its address', async () => {
    const statuses: number[] = [];
    house = await startPocketWithApp((app) => {
      app.command('/say', async ({ ack, body }) => {
        await ack({ response_type: 'in_channel', text: 'For all' });
        for (const n of [1, 2, 3, 4, 5, 6]) {
          const response = await fetch(body.response_url, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ text: `Just you ${String(n)}` }),
          });
          statuses.push(response.status);
        }
      });
    });
    house.pocket.addUser({
      workspaceId: 'T0NORTH',
      id: 'U0TOM',
      name: 'tom',
      realName: 'Tom',
      email: 't@n.example',
      tz: 'UTC',
    });
    house.pocket.addChannel({
      workspaceId: 'T0NORTH',
      id: 'C0TWO',
      name: 'two',
      isPrivate: false,
      members: ['U0MAYA', 'U0TOM', 'U0BOT'],
    });

    await house.pocket.sendCommand('U0MAYA', 'C0TWO', '/say');
    const seenBy = (who: string) =>
      house.pocket.screen(who).conversations.find((one) => one.id === 'C0TWO')?.messages ?? [];
    await house.pocket.until(() => seenBy('U0MAYA').length === 6);
    await house.pocket.until(() => statuses.length === 6);

    expect(seenBy('U0TOM').map((one) => one.text)).toEqual(['For all']);
    expect(seenBy('U0MAYA').at(-1)).toMatchObject({ text: 'Just you 5', onlyVisibleToYou: true });
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  });

  it('cannot be answered by its address half an hour later', async () => {
    let address = '';
    house = await startPocketWithApp((app) => {
      app.command('/say', async ({ ack, body }) => {
        await ack();
        address = body.response_url;
      });
    });
    await house.pocket.sendCommand('U0MAYA', 'dm', '/say');
    const answer = () =>
      fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'Late' }),
      }).then((response) => response.status);

    house.time.now = new Date(house.time.now.getTime() + 29 * 60_000);
    expect(await answer()).toBe(200);
    house.time.now = new Date(house.time.now.getTime() + 61_000);
    expect(await answer()).toBe(404);
  });

  it('that is not registered never leaves', async () => {
    house = await startPocketWithApp(() => undefined, {
      commands: [{ name: '/checkin', description: '', usageHint: '' }],
    });

    expect(await house.pocket.sendCommand('U0MAYA', 'dm', '/chekin')).toMatchObject({ notice: 'invalid_command' });
  });
});

describe('a button or menu in a message', () => {
  it('sends who pressed what, and the message can be replaced through the address that comes with it', async () => {
    const bodies: BlockAction[] = [];
    house = await startPocketWithApp((app) => {
      app.action('go', async ({ ack, body, respond }) => {
        await ack();
        bodies.push(body as BlockAction);
        await respond({ replace_original: true, text: 'Done', blocks: [] });
      });
      app.action('pick', async ({ ack, body }) => {
        await ack();
        bodies.push(body as BlockAction);
      });
    });
    await house.app.client.chat.postMessage({ channel: 'U0MAYA', text: 'Go?', blocks: [go] });
    const place = { channel: 'dm', ts: inDm()[0]?.ts ?? '' };

    expect(await house.pocket.press('U0MAYA', place, 'pick', { selected: 'b' })).toEqual({ ok: true });
    expect(await house.pocket.press('U0MAYA', place, 'go')).toEqual({ ok: true });
    await house.pocket.until(() => inDm()[0]?.text === 'Done');

    expect(bodies[0]).toMatchObject({
      user: { id: 'U0MAYA', team_id: 'T0NORTH' },
      container: { type: 'message', is_ephemeral: false },
      state: { values: { act: { pick: { selected_option: { value: 'b' } } } } },
      actions: [{ action_id: 'pick', type: 'static_select', selected_option: { value: 'b' } }],
    });
    expect(bodies[1]).toMatchObject({ actions: [{ action_id: 'go', block_id: 'act', type: 'button', value: 'v1' }] });
    expect(inDm()[0]).toMatchObject({ blocks: [], edited: true });
  });

  it('can be pressed inside a card or a container, too', async () => {
    const pressed: string[] = [];
    house = await startPocketWithApp((app) => {
      app.action(/.*/, async ({ ack, action }) => {
        await ack();
        pressed.push('action_id' in action ? action.action_id : '');
      });
    });
    await house.app.client.chat.postMessage({ channel: 'U0MAYA', text: 'All', blocks: everyBlock });
    const place = { channel: 'dm', ts: inDm()[0]?.ts ?? '' };

    await house.pocket.press('U0MAYA', place, 'open-Math');
    await house.pocket.press('U0MAYA', place, 'inside');

    expect(pressed).toEqual(['open-Math', 'inside']);
  });

  it('must be there to be pressed', async () => {
    house = await startPocketWithApp(() => undefined);
    await house.app.client.chat.postMessage({ channel: 'U0MAYA', text: 'Go?', blocks: [go] });
    const place = { channel: 'dm', ts: inDm()[0]?.ts ?? '' };

    await expect(house.pocket.press('U0MAYA', place, 'nowhere')).rejects.toThrow('Actions: go, pick');
    await expect(house.pocket.press('U0MAYA', place, 'pick', { selected: 'z' })).rejects.toThrow('Options: a, b');
  });
});

describe('an open modal', () => {
  it('keeps what was typed through an update, unless the ids change, and then shows the new initial value', async () => {
    const modal = await opened(
      (app) => {
        app.action('go', async ({ ack, body, client }) => {
          await ack();
          const blocks = [go, noteInput('note', 'new'), noteInput('other', 'fresh')];
          // An action in a modal comes with its view.
          const { view } = body as BlockAction;
          await client.views.update({ view_id: view?.id ?? '', hash: view?.hash ?? '', view: form('After', blocks) });
        });
      },
      form('Before', [go, noteInput('note', 'old'), noteInput('untouched', 'kept')]),
    );
    house.pocket.fill('U0MAYA', { viewId: modal.id }, { note: 'typed' });

    await house.pocket.press('U0MAYA', { viewId: modal.id }, 'go');
    const after = await house.pocket.until(() => (top()?.title === 'After' ? top() : undefined));

    expect(after.values).toEqual({
      act: { pick: { type: 'static_select', selected_option: null } },
      note: { text: { type: 'plain_text_input', value: 'typed' } },
      other: { text: { type: 'plain_text_input', value: 'fresh' } },
    });
  });

  it('is not updated with the hash of an older version', async () => {
    const modal = await opened(() => undefined, form('Form', [noteInput()]));
    const { views } = house.app.client;
    const update = (hash: string) => views.update({ view_id: modal.id, hash, view: form('Newer', [noteInput()]) });
    const first = await views.update({ view_id: modal.id, view: form('New', [noteInput()]) });
    await update(first.view?.hash ?? '');

    expect(codeOf(await update(first.view?.hash ?? '').catch((error: unknown) => error))).toBe('hash_conflict');
    expect(
      codeOf(await views.update({ view_id: 'V0NONE', view: form('No', []) }).catch((error: unknown) => error)),
    ).toBe('not_found');
  });

  it('shares its external id with no other view of the workspace, until it is closed', async () => {
    const named = form('Form', [noteInput()], { external_id: 'week-46' });
    const triggers: string[] = [];
    const modal = await opened((app) => {
      app.command('/again', async ({ ack, body }) => {
        await ack();
        triggers.push(body.trigger_id);
      });
    }, named);
    house.pocket.addUser({ workspaceId: 'T0NORTH', id: 'U0TOM', name: 'tom', realName: 'Tom' });
    const { views } = house.app.client;
    const openAgain = async () => {
      await house.pocket.sendCommand('U0TOM', 'dm', '/again');
      return views.open({ trigger_id: triggers.pop() ?? '', view: named });
    };

    expect(codeOf(await openAgain().catch((error: unknown) => error))).toBe('duplicate_external_id');
    const home = views.publish({ user_id: 'U0TOM', view: { type: 'home', external_id: 'week-46', blocks: [] } });
    expect(codeOf(await home.catch((error: unknown) => error))).toBe('duplicate_external_id');
    await house.pocket.closeView('U0MAYA', modal.id);
    expect((await openAgain()).ok).toBe(true);
  });

  it('stacks three views and no fourth', async () => {
    const errors: string[] = [];
    const modal = await opened(
      (app) => {
        app.action('go', async ({ ack, body, client }) => {
          await ack();
          const trigger = (body as BlockAction).trigger_id;
          await client.views
            .push({ trigger_id: trigger, view: form('Next', [go]) })
            .catch((error: unknown) => errors.push(codeOf(error)));
        });
      },
      form('First', [go]),
    );
    const stack = () => house.pocket.screen('U0MAYA').modals;

    await house.pocket.press('U0MAYA', { viewId: modal.id }, 'go');
    await house.pocket.until(() => stack().length === 2);
    await house.pocket.press('U0MAYA', { viewId: top()?.id ?? '' }, 'go');
    await house.pocket.until(() => stack().length === 3);
    await house.pocket.press('U0MAYA', { viewId: top()?.id ?? '' }, 'go');
    await house.pocket.until(() => errors.length === 1);

    expect(errors).toEqual(['push_limit_reached']);
    await house.pocket.closeView('U0MAYA', top()?.id ?? '');
    expect(stack()).toHaveLength(2);
    await house.pocket.closeView('U0MAYA', top()?.id ?? '', true);
    expect(stack()).toEqual([]);
  });

  it('tells the app when it is closed, without what was typed', async () => {
    const closed: unknown[] = [];
    const modal = await opened(
      (app) => {
        app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
          closed.push('is_cleared' in body && [body.is_cleared, body.view.state.values]);
          await ack();
        });
      },
      form('Form', [noteInput()], { notify_on_close: true }),
    );
    house.pocket.fill('U0MAYA', { viewId: modal.id }, { note: 'lost' });

    await house.pocket.closeView('U0MAYA', modal.id);

    expect(closed).toEqual([[false, {}]]);
  });

  it('can be answered by an update, a push or a clear', async () => {
    const answers: object[] = [
      { response_action: 'update', view: form('Updated', [noteInput()]) },
      { response_action: 'push', view: form('Pushed', [noteInput()]) },
      { response_action: 'clear' },
    ];
    const modal = await opened(
      (app) => {
        // The answers are those that Bolt's types allow, but picked one by one.
        app.view('form', ({ ack }) => (ack as (answer: object) => Promise<void>)(answers.shift() ?? {}));
      },
      form('Form', [noteInput()]),
    );

    expect(await house.pocket.submitView('U0MAYA', modal.id)).toEqual({ ok: true });
    expect(top()).toMatchObject({ id: modal.id, title: 'Updated' });
    await house.pocket.submitView('U0MAYA', modal.id);
    expect(house.pocket.screen('U0MAYA').modals.map((one) => one.title)).toEqual(['Updated', 'Pushed']);
    await house.pocket.submitView('U0MAYA', top()?.id ?? '');
    expect(house.pocket.screen('U0MAYA').modals).toEqual([]);
  });

  it.each([
    ['errors for a block that is no input', { response_action: 'errors', errors: { act: 'No' } }],
    ['an unknown answer', { response_action: 'dance' }],
    ['a view over the limits', { response_action: 'update', view: form('x'.repeat(25), []) }],
  ])('shows trouble for %s, and stays with everything in it', async (_name, answer) => {
    const modal = await opened(
      (app) => {
        app.view('form', ({ ack }) => (ack as (answer: object) => Promise<void>)(answer));
      },
      form('Form', [go, noteInput()]),
    );

    const seen = await house.pocket.submitView('U0MAYA', modal.id, { note: 'typed' });

    expect(seen).toMatchObject({ notice: 'invalid_response', text: 'We had some trouble connecting. Try again?' });
    expect(top()?.values['note']).toEqual({ text: { type: 'plain_text_input', value: 'typed' } });
  });

  it('cannot open another once its submission closed it', async () => {
    const modal = await opened(
      (app) => {
        app.view('form', async ({ ack, body, client }) => {
          await ack();
          // Bolt's type leaves out the trigger that Slack sends with a submission.
          const { trigger_id } = body as unknown as { trigger_id: string };
          await house.pocket.until(() => house.pocket.screen('U0MAYA').modals.length === 0);
          await client.views.open({ trigger_id, view: form('Late', []) });
        });
      },
      form('Form', [noteInput()]),
    );

    await house.pocket.submitView('U0MAYA', modal.id);
    const refused = await house.pocket.until(() => house.pocket.calls.find((call) => call.error !== undefined));

    expect(refused.error).toBe('exchanged_trigger_id');
  });
});

describe('every input', () => {
  it('sends what stands in it: touched, untouched and empty', async () => {
    let values: unknown;
    const element = (blockId: string, given: types.InputBlockElement): types.InputBlock => ({
      type: 'input',
      block_id: blockId,
      optional: true,
      label: text(blockId),
      element: given,
    });
    const modal = await opened(
      (app) => {
        app.view('form', async ({ ack, view }) => {
          values = view.state.values;
          await ack();
        });
      },
      form('All', [
        element('line', { type: 'plain_text_input', action_id: 'a' }),
        element('number', { type: 'number_input', action_id: 'a', is_decimal_allowed: true, initial_value: '1.5' }),
        element('one', { type: 'static_select', action_id: 'a', options: ['x', 'y'].map(option) }),
        element('some', { type: 'multi_static_select', action_id: 'a', options: ['x', 'y'].map(option) }),
        element('radio', {
          type: 'radio_buttons',
          action_id: 'a',
          options: ['x', 'y'].map(option),
          initial_option: option('y'),
        }),
        element('boxes', {
          type: 'checkboxes',
          action_id: 'a',
          options: ['x', 'y'].map(option),
          initial_options: [option('x')],
        }),
        element('day', { type: 'datepicker', action_id: 'a' }),
        element('who', { type: 'users_select', action_id: 'a' }),
      ]),
    );

    await house.pocket.submitView('U0MAYA', modal.id, { some: ['x', 'y'], boxes: [], day: '2026-11-20' });

    expect(values).toEqual({
      line: { a: { type: 'plain_text_input', value: null } },
      number: { a: { type: 'number_input', value: '1.5' } },
      one: { a: { type: 'static_select', selected_option: null } },
      some: { a: { type: 'multi_static_select', selected_options: [option('x'), option('y')] } },
      radio: { a: { type: 'radio_buttons', selected_option: option('y') } },
      boxes: { a: { type: 'checkboxes', selected_options: [] } },
      day: { a: { type: 'datepicker', selected_date: '2026-11-20' } },
      who: { a: { type: 'users_select', selected_user: null } },
    });
  });
});

describe('Home', () => {
  it('is published when it is opened, guards against older versions, and its buttons work', async () => {
    const pressed: string[] = [];
    house = await startPocketWithApp((app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [go] } });
      });
      app.action('go', async ({ ack, body }) => {
        await ack();
        pressed.push((body as BlockAction).view?.type ?? '');
      });
    });

    expect(await house.pocket.openHome('U0MAYA')).toMatchObject({ delivered: true, attempts: 1 });
    await house.pocket.until(() => house.pocket.screen('U0MAYA').home);
    expect(await house.pocket.press('U0MAYA', 'home', 'go')).toEqual({ ok: true });

    expect(pressed).toEqual(['home']);
    const stale = house.app.client.views.publish({
      user_id: 'U0MAYA',
      hash: '1.old',
      view: { type: 'home', blocks: [] },
    });
    expect(codeOf(await stale.catch((error: unknown) => error))).toBe('hash_conflict');
  });
});

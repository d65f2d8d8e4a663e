/** One good activity of each kind that we answer, of one person; to be sent as it is, or broken. */
import fc from 'fast-check';
import type { PocketTeams, PocketUser } from '../../../src/playground/pocket-teams/index.ts';
import { apply, change, deepen, type Tree } from '../broken-tree.ts';

/** What a person might do with these ids at hand. */
export interface Known {
  commands: readonly string[];
  buttons: readonly (readonly [action: string, state: Record<string, string>])[];
  forms: readonly (readonly [form: string, state: Record<string, string>, values: Record<string, string>])[];
  shortcuts: readonly string[];
}

type Json = Record<string, unknown>;
let count = 0;

export function goodActivities(pocket: PocketTeams, user: PocketUser, known: Known, channelId?: string): Json[] {
  const build = (more: Json) => {
    count += 1;
    return { ...pocket.buildActivity(user, more), id: `good-${String(count)}` };
  };
  const invoke = (name: string, value: Json) => build({ type: 'invoke', name, value });
  const context = { theme: 'default' };
  const sent = ([f, s, values]: Known['forms'][number]) => ({
    f,
    v: 1,
    s,
    n: `n${String((count += 1))}`,
    d: 1,
    ...values,
  });
  const bot = pocket.buildActivity(user, {})['recipient'];
  return [
    ...known.commands.map((text) => build({ type: 'message', text, textFormat: 'plain' })),
    build({ type: 'message', text: 'done, 4 rooms', textFormat: 'plain' }),
    ...known.buttons.flatMap(([a, s]) => [
      build({ type: 'message', value: { a, s } }),
      invoke('task/fetch', { data: { a, s, msteams: { type: 'task/fetch' } }, context }),
      invoke('task/submit', { data: { a, s }, context }),
    ]),
    ...known.forms.flatMap((form) => [
      invoke('task/submit', { data: sent(form), context }),
      invoke('composeExtension/submitAction', {
        commandId: known.shortcuts[0] ?? '',
        commandContext: 'compose',
        data: sent(form),
      }),
    ]),
    ...known.shortcuts.flatMap((commandId) => [
      invoke('composeExtension/fetchTask', { commandId, commandContext: 'compose', context }),
      invoke('composeExtension/fetchTask', {
        commandId,
        commandContext: 'message',
        messagePayload: {
          id: '1',
          deleted: false,
          from: { user: { id: 'u', displayName: 'U' }, application: null },
          body: { contentType: 'html', content: '<div><at id="0">Ben</at> visit two rooms</div>' },
        },
      }),
    ]),
    invoke('adaptiveCard/action', { action: { type: 'Action.Execute', verb: 'x', data: {} }, trigger: 'manual' }),
    invoke('composeExtension/query', { commandId: 'x', parameters: [] }),
    invoke('task/of-tomorrow', {}),
    ...(['add', 'add-upgrade', 'remove-upgrade'] as const).map((action) =>
      build({ type: 'installationUpdate', action }),
    ),
    build({ type: 'conversationUpdate', membersAdded: [bot] }),
    build({ type: 'conversationUpdate', channelData: { tenant: { id: user.tenantId }, eventType: 'channelRenamed' } }),
    build({ type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }),
    ...(channelId === undefined
      ? []
      : [
          build({
            type: 'message',
            text: '<at>Throughline</at> help',
            conversation: { id: channelId, conversationType: 'channel', tenantId: user.tenantId },
          }),
        ]),
  ];
}

/** Any of them as JSON, whole or with up to five changes anywhere in it. */
export function brokenActivities(good: readonly Json[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...good), fc.array(change, { minLength: 0, maxLength: 5 })).map(([one, changes]) => {
    const tree = structuredClone(one) as Tree;
    for (const each of changes) apply(tree, each);
    return deepen(JSON.stringify(tree));
  });
}

import { z } from 'zod';
import type { Checked } from '../block-kit/check.ts';
import { checkHome, checkModal } from '../block-kit/check.ts';
import { describeView, findModal, openModal, publishHome, pushModal, takeTrigger, updateModal } from '../view-stack.ts';
import type { World } from '../world.ts';
import { inWorkspace } from '../world.ts';
import type { Answer, Method, Refused } from './method.ts';
import { refuse, withArguments, word } from './method.ts';

const opening = z.object({ trigger_id: word, view: z.unknown().optional() });

export const viewMethods: Record<string, Method> = {
  'views.open': {
    scopes: [],
    perMinute: 100,
    run: withArguments(opening, (world, workspace, args) => {
      const modal = checkModal(args.view);
      if (!modal.fits) return refuseView(modal);
      const trigger = takeTrigger(world, workspace.id, args.trigger_id ?? '');
      return 'error' in trigger ? refuse(trigger.error) : answer(world, openModal(world, trigger, modal.value));
    }),
  },
  'views.push': {
    scopes: [],
    perMinute: 100,
    run: withArguments(opening, (world, workspace, args) => {
      const modal = checkModal(args.view);
      if (!modal.fits) return refuseView(modal);
      const trigger = takeTrigger(world, workspace.id, args.trigger_id ?? '');
      if ('error' in trigger) return refuse(trigger.error);
      if (trigger.fromViewId === undefined) return refuse('not_found');
      return answer(world, pushModal(world, trigger, modal.value));
    }),
  },
  'views.update': {
    scopes: [],
    perMinute: 100,
    run: withArguments(
      z.object({ view_id: word, external_id: word, view: z.unknown().optional(), hash: word }),
      (world, workspace, args) => {
        const modal = checkModal(args.view);
        if (!modal.fits) return refuseView(modal);
        const view = findModal(world, workspace.id, {
          ...(args.view_id === undefined ? {} : { viewId: args.view_id }),
          ...(args.external_id === undefined ? {} : { externalId: args.external_id }),
        });
        return view ? answer(world, updateModal(world, view, modal.value, args.hash)) : refuse('not_found');
      },
    ),
  },
  'views.publish': {
    scopes: [],
    perMinute: 100,
    run: withArguments(
      z.object({ user_id: word, view: z.unknown().optional(), hash: word }),
      (world, workspace, args) => {
        const home = checkHome(args.view);
        if (!home.fits) return refuseView(home);
        if (!world.features.homeTab) return refuse('not_enabled');
        const user = world.users.get(inWorkspace(workspace.id, args.user_id ?? ''));
        if (!user || user.isBot)
          return refuse('invalid_arguments', {
            response_metadata: { messages: ['[ERROR] user not found [json-pointer:/user_id]'] },
          });
        return answer(world, publishHome(world, workspace.id, user.id, home.value, args.hash));
      },
    ),
  },
};

function answer(world: World, outcome: ReturnType<typeof openModal>): Answer {
  return outcome.ok ? { ok: true, view: describeView(world, outcome.view) } : refuse(outcome.error);
}

function refuseView(checked: Extract<Checked<unknown>, { fits: false }>): Refused {
  return refuse(checked.error, {
    response_metadata: { messages: checked.problems.map((problem) => `[ERROR] ${problem}`) },
  });
}

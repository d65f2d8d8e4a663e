import { inTenant } from '../../db/scope.ts';
import { act } from '../../desk/act.ts';
import { features } from '../../desk/index.ts';
import { InvalidError } from '../../errors.ts';
import type { Context } from '../../features/feature.ts';
import { useKey } from '../../records/keys.ts';
import { getRequest, type Request } from '../../records/requests.ts';
import { viewerOf } from '../../roster/store.ts';
import { atLedger, type AtLedger } from '../deliveries/at-ledger.ts';

export interface Given {
  number: string;
  code: string | undefined;
  customer: string | undefined;
}

const NO_CODE =
  'Say with --code who you are. A records officer gets a code in their own chat: /district records code NUMBER. One key alone exports nothing: two officers agree in chat, first to the scope, then to exactly what goes out.';

/** Does something with a request as the officer whose code it is, in one transaction, and hands on what came of it. */
export function atRequest<T>(
  { number, code, customer }: Given,
  work: (ctx: Context, request: Request) => Promise<T>,
  then: (made: T, request: Request) => Promise<void>,
): Promise<number> {
  if (code === undefined) throw new InvalidError(NO_CODE);
  return atLedger(customer, async ({ db, viewer: system }: AtLedger) => {
    const { tenantId } = system;
    const found = await inTenant(db, tenantId, (tx) => getRequest(tx, system, number));
    const [made, request] = await act({ db, features }, tenantId, async (ctx) => {
      const personId = await useKey(ctx.tx, tenantId, code, ctx.now, found.id);
      const viewer = await viewerOf(ctx.tx, tenantId, personId, ctx.now.toISOString().slice(0, 10));
      const asked = await getRequest(ctx.tx, viewer, found.id);
      return [await work({ ...ctx, viewer }, asked), asked] as const;
    });
    await then(made, request);
    return 0;
  });
}

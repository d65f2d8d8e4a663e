/** Trouble on demand: the next calls of a method fail in the way that was asked for. */
import { z } from 'zod';

export const Fault = z.intersection(
  z.object({
    /** A Web API method, or `*` for any. */
    method: z.string().min(1),
    times: z.int().min(1).default(1),
  }),
  z.discriminatedUnion('mode', [
    z.object({ mode: z.literal('http500') }),
    /** The effect and the answer come this much later. */
    z.object({ mode: z.literal('slow'), ms: z.int().min(0) }),
    /** The effect happens, then the connection drops without an answer. */
    z.object({ mode: z.literal('lost-response') }),
    z.object({ mode: z.literal('ratelimited'), retryAfter: z.int().min(0).default(1) }),
    z.object({ mode: z.literal('error'), error: z.string().min(1) }),
  ]),
);

export type Fault = z.input<typeof Fault>;
type ActiveFault = z.output<typeof Fault>;

export type Faults = {
  add: (fault: Fault) => void;
  take: (method: string) => ActiveFault | undefined;
  clear: () => void;
};

export function createFaults(): Faults {
  const active: ActiveFault[] = [];
  return {
    add: (fault) => {
      active.push(Fault.parse(fault));
    },
    take: (method) => {
      const index = active.findIndex((fault) => fault.method === method || fault.method === '*');
      const fault = active[index];
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times === 0) active.splice(index, 1);
      return fault;
    },
    clear: () => {
      active.length = 0;
    },
  };
}

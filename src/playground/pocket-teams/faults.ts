/** Trouble on request: which connector calls fail, how, and how often. */
import type { Json } from './json.ts';

export type CallKind = 'send' | 'create' | 'update' | 'delete' | 'roster' | 'team' | 'token' | 'other';

export interface MatchedCall {
  kind: CallKind;
  method: string;
  path: string;
  conversationId?: string;
  tenantId?: string;
  body?: Json;
}

export type FaultMode =
  | { status: number; code?: string; message?: string; retryAfterSeconds?: number }
  | { slowMs: number }
  /** The work is done and the answer never arrives. */
  | 'lost-response';

export interface Fault {
  match?: CallKind | CallKind[] | ((call: MatchedCall) => boolean);
  /** Once unless told; Infinity until it is canceled. */
  times?: number;
  mode: FaultMode;
}

export interface PlantedFault {
  readonly used: number;
  cancel(): void;
}

export interface Faults {
  planted: { fault: Fault; used: number; left: number }[];
}

export function createFaults(): Faults {
  return { planted: [] };
}

export function plantFault(faults: Faults, fault: Fault): PlantedFault {
  const entry = { fault, used: 0, left: fault.times ?? 1 };
  faults.planted.push(entry);
  return {
    get used() {
      return entry.used;
    },
    cancel: () => {
      entry.left = 0;
    },
  };
}

export function takeFault(faults: Faults, call: MatchedCall): FaultMode | undefined {
  const entry = faults.planted.find((candidate) => candidate.left > 0 && matches(candidate.fault.match, call));
  if (!entry) return undefined;
  entry.used += 1;
  entry.left -= 1;
  return entry.fault.mode;
}

function matches(match: Fault['match'], call: MatchedCall): boolean {
  if (match === undefined) return call.kind !== 'token';
  if (typeof match === 'function') return match(call);
  return Array.isArray(match) ? match.includes(call.kind) : match === call.kind;
}

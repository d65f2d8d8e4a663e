// Operations: what a process measures of itself, and where it tells. Counts only: no name, no id, no word of a message.
import type { Router } from 'express';
import { systemClock } from '../clock.ts';
import type { Connection } from '../db/client.ts';
import { addGauges } from './gauges.ts';
import { createMeasures, type Measures } from './measures.ts';
import { operationsRoutes, type OperationsDeps } from './routes.ts';

export interface Operations extends Omit<Measures, 'registry'> {
  router: Router;
  stop(): void;
}

/** By the real time: what is measured is how the machine works, also where a playground has moved the clock. */
export function openOperations(
  connection: Pick<Connection, 'db' | 'pool'>,
  settings: Pick<OperationsDeps, 'root' | 'key' | 'isOpen'> & { reasonInWords(reason: string): string },
): Operations {
  const { registry, ...measures } = createMeasures();
  const gauges = addGauges(registry, connection, systemClock);
  const { reasonInWords, ...where } = settings;
  const router = operationsRoutes({
    ...where,
    clock: systemClock,
    numbers: {
      contentType: registry.contentType,
      reasonInWords,
      text: async () => {
        await gauges.read();
        return registry.metrics();
      },
      values: async () => {
        await gauges.read();
        return registry.getMetricsAsJSON();
      },
    },
  });
  return { ...measures, router, stop: gauges.stop };
}

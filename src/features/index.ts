import { barrier } from './barrier/index.ts';
import { caseload } from './caseload/index.ts';
import { checkIn } from './check-in/index.ts';
import { digest } from './digest/index.ts';
import type { Feature } from './feature.ts';
import { plan } from './plan/index.ts';
import { visit } from './visit/index.ts';

/** The product, feature by feature. */
export const features: readonly Feature[] = [checkIn, plan, visit, caseload, barrier, digest];

import { barrier } from './barrier/index.ts';
import { caseload } from './caseload/index.ts';
import { checkIn } from './check-in/index.ts';
import { digest } from './digest/index.ts';
import type { Feature } from './feature.ts';
import { createHome } from './home.ts';
import { plan } from './plan/index.ts';
import { reach } from './reach/index.ts';
import { visit } from './visit/index.ts';
import { createWhom } from './whom/index.ts';

/** The product, feature by feature. */
const parts: readonly Feature[] = [checkIn, plan, visit, caseload, barrier, digest, reach];

/** Home comes first: a typed word that opens it is never read as an answer. */
export const features: readonly Feature[] = [createHome(parts), ...parts, createWhom(parts)];

import { barrier } from '../features/barrier/index.ts';
import { caseload } from '../features/caseload/index.ts';
import { checkIn } from '../features/check-in/index.ts';
import { closure } from '../features/closure/index.ts';
import { compact } from '../features/compact/index.ts';
import { delivery } from '../features/delivery/index.ts';
import { digest } from '../features/digest/index.ts';
import type { Feature } from '../features/feature.ts';
import { createHome } from './home.ts';
import { plan } from '../features/plan/index.ts';
import { reach } from '../features/reach/index.ts';
import { readers } from '../features/readers/index.ts';
import { records } from '../features/records/index.ts';
import { releasing } from '../features/release/index.ts';
import { visit } from '../features/visit/index.ts';
import { createWhom } from '../features/whom/index.ts';

/** The product, feature by feature. */
const parts: readonly Feature[] = [
  checkIn,
  plan,
  visit,
  caseload,
  barrier,
  // Before the digest: both hold releases and digests, and always in this order.
  releasing,
  digest,
  closure,
  reach,
  delivery,
  readers,
  records,
  compact,
];

/** Home comes first: a typed word that opens it is never read as an answer. */
export const features: readonly Feature[] = [createHome(parts), ...parts, createWhom(parts)];

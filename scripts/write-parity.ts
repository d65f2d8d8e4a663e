// npm run parity: writes docs/parity.md, what each person finds in Slack and in Teams. A test compares it with the product.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeParity } from '../test/architecture/parity-document.ts';

writeFileSync(join('docs', 'parity.md'), writeParity());

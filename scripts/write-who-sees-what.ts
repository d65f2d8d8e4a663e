// npm run access: writes docs/who-sees-what.md from the table that the product decides by. A test compares the two.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeMatrix } from '../test/roster/matrix-document.ts';

writeFileSync(join('docs', 'who-sees-what.md'), writeMatrix());

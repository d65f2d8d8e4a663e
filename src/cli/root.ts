import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetUpError } from '../errors.ts';

/** The folder of the product, with package.json, prisma/ and sample/: the same from sources and from dist/. */
export function productRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (; !existsSync(join(folder, 'prisma', 'schema.prisma')); folder = dirname(folder))
    if (folder === dirname(folder))
      throw new SetUpError(
        'The product’s folder with prisma/ and sample/ was not found. Install the whole repository.',
      );
  return folder;
}

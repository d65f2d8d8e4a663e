import { z } from 'zod';

/** One message by its id, or all of a reason; never both. */
export type Chosen = { id: string; reason?: undefined } | { id?: undefined; reason: string };

export function chosenBy(positionals: readonly string[], reason: string | undefined): Chosen | undefined {
  const [id, ...more] = positionals;
  if (more.length > 0) return undefined;
  if (id === undefined) return reason === undefined ? undefined : { reason };
  return reason === undefined && z.uuid().safeParse(id).success ? { id } : undefined;
}

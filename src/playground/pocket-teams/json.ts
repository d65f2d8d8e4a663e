/** Reading JSON that other people wrote: every step answers undefined rather than throw. */
export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, ...path: string[]): Json | undefined {
  const found = path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
  return isObject(found) ? found : undefined;
}

export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
  return typeof found === 'string' ? found : undefined;
}

/** A field in words; what is no text is written out, so that a wrong type shows. */
export function wordsOf(value: unknown, otherwise = ''): string {
  if (value === undefined || value === null) return otherwise;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function objectsIn(value: unknown): Json[] {
  return listOf(value).filter(isObject);
}

const DEEPEST = 64;

/** False for JSON that was made to break a reader: nested without end, or with a key that would replace an object's prototype. */
export function isHarmless(json: unknown): boolean {
  let layer: unknown[] = [json];
  for (let depth = 0; layer.length > 0; depth += 1) {
    if (depth > DEEPEST) return false;
    const objects = layer.filter((one) => typeof one === 'object' && one !== null);
    if (objects.some((one) => Object.hasOwn(one, '__proto__'))) return false;
    layer = objects.flatMap((one): unknown[] => Object.values(one));
  }
  return true;
}

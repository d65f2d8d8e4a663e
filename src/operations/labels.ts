const MOST = 60;

/** Words of a small set. What is no short code, or comes after the set is full, is `other`: a label never grows without end. */
export function boundedLabel(most: number = MOST): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (!/^[A-Za-z][\w.-]{0,40}$/.test(value)) return 'other';
    if (!known.has(value) && known.size >= most) return 'other';
    known.add(value);
    return value;
  };
}

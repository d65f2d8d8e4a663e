// What a migration takes away from an older version that still works on the database, or that may come back to it.

/** In words, one for each; empty where it only adds. An index that goes costs time and breaks nothing. */
export function findContractions(sql: string): string[] {
  const plain = sql
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ');
  const made = new Set([...plain.matchAll(/\bCREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?/gi)].map(([, table]) => table));
  const isOld = (table: string | undefined) => !made.has(table);
  return plain.split(';').flatMap((statement) => {
    const table = /\bALTER TABLE (?:IF EXISTS )?(?:ONLY )?"?(\w+)"?/i.exec(statement)?.[1];
    const unique = /\bCREATE UNIQUE INDEX .*? ON (?:ONLY )?"?(\w+)"?/i.exec(statement)?.[1];
    const found = [
      /\bDROP (?!INDEX\b)\w+/i.exec(statement)?.[0],
      /\bRENAME\b/i.exec(statement)?.[0],
      /\bALTER TYPE\b/i.exec(statement)?.[0],
      /\bALTER COLUMN \S+ (?:SET DATA )?TYPE\b/i.exec(statement)?.[0],
      /\bSET NOT NULL\b/i.exec(statement)?.[0],
      /\bREVOKE .* ON /i.test(statement) && isOld(/\bREVOKE .*? ON (?:TABLE )?"?(\w+)"?/i.exec(statement)?.[1])
        ? 'REVOKE'
        : undefined,
      unique !== undefined && isOld(unique) ? `UNIQUE INDEX on ${unique}` : undefined,
      table !== undefined && isOld(table) && /\bADD (CONSTRAINT|UNIQUE|CHECK|FOREIGN|EXCLUDE)\b/i.test(statement)
        ? `CONSTRAINT on ${table}`
        : undefined,
      ...(table !== undefined && isOld(table) ? columnsThatMustBeGiven(statement) : []),
    ];
    return found.filter((one) => one !== undefined);
  });
}

/** An older version does not name a new column when it writes a row. */
function columnsThatMustBeGiven(statement: string): string[] {
  return statement
    .split(/\bADD COLUMN\b/i)
    .slice(1)
    .filter((column) => /\bNOT NULL\b/i.test(column) && !/\bDEFAULT\b|\bGENERATED\b/i.test(column))
    .map((column) => `NOT NULL without DEFAULT:${/ "?\w+"?/.exec(column)?.[0] ?? ''}`);
}

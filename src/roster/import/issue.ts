// What can be wrong with a file that comes in: named with file, row and what to do, and never with a student's or a teacher's words.

export type IssueCode =
  // The package
  | 'NOT_A_ZIP'
  | 'UNSAFE_ZIP'
  | 'NOT_A_ROSTER'
  | 'MANIFEST_MISSING'
  | 'VERSION_UNSUPPORTED'
  | 'FILE_DECLARED_ABSENT_BUT_PRESENT'
  | 'FILE_MISSING'
  // A file
  | 'UNREADABLE'
  | 'NOT_UTF8'
  | 'BAD_HEADER'
  | 'EMPTY_FILE'
  | 'BULK_STATUS_PRESENT'
  // A row
  | 'BAD_ROW'
  | 'MISSING_VALUE'
  | 'DUPLICATE_SOURCED_ID'
  | 'BAD_ENUM'
  | 'BAD_DATE'
  | 'BAD_EMAIL'
  | 'NO_TIME_ZONE'
  | 'UNKNOWN_TIME_ZONE'
  | 'ORPHAN_PARENT'
  | 'ORPHAN_USER_ORG'
  | 'ORPHAN_ROLE'
  | 'ROLE_AT_WRONG_PLACE'
  // What the rows say together
  | 'STUDENT_ROW_DROPPED'
  | 'STAFF_ROW_DROPPED'
  | 'MULTIPLE_PRINCIPALS'
  | 'RELATIONSHIP_CONFLICT'
  | 'NO_PRINCIPAL'
  | 'EMAIL_CONFLICT'
  | 'UNKNOWN_PRINCIPAL'
  | 'UNKNOWN_SCHOOL'
  | 'UNKNOWN_CHOICE'
  // Calendars
  | 'NOT_A_CALENDAR'
  | 'BAD_LINE'
  | 'BAD_SCOPE'
  | 'NOT_A_CALENDAR_DAY'
  | 'CHECK_DAY'
  | 'DAY_STATED_TWICE'
  | 'CLOSED_TOO_LONG'
  | 'ENDLESS_EVENT';

export type Severity = 'error' | 'warning' | 'info';

/** An error stops the import before anything changes; a warning is for a human to look at; info is for the record. */
export interface Issue {
  file: string;
  /** As a spreadsheet counts: the header is row 1. In an iCal file, the line. */
  row?: number;
  code: IssueCode;
  severity: Severity;
  /** What is wrong, and what to do. */
  message: string;
}

export interface IssueLog {
  error(code: IssueCode, file: string, row: number | undefined, message: string): void;
  warn(code: IssueCode, file: string, row: number | undefined, message: string): void;
  note(code: IssueCode, file: string, row: number | undefined, message: string): void;
  hasErrors(): boolean;
  /** In the order found; of many alike only the first ones and a count, so that a bad file cannot fill the memory. */
  list(): Issue[];
}

export function createIssueLog(limitOfAlike = 20): IssueLog {
  const kept: Issue[] = [];
  const alike = new Map<string, { first: Issue; count: number }>();
  let errors = 0;

  function add(severity: Severity, code: IssueCode, file: string, row: number | undefined, message: string): void {
    if (severity === 'error') errors += 1;
    const issue: Issue = { file, ...(row === undefined ? {} : { row }), code, severity, message };
    const key = `${severity} ${code} ${file}`;
    const group = alike.get(key);
    if (group) group.count += 1;
    else alike.set(key, { first: issue, count: 1 });
    if ((group?.count ?? 1) <= limitOfAlike) kept.push(issue);
  }

  return {
    error: (...args) => {
      add('error', ...args);
    },
    warn: (...args) => {
      add('warning', ...args);
    },
    note: (...args) => {
      add('info', ...args);
    },
    hasErrors: () => errors > 0,
    list: () => [...kept, ...[...alike.values()].flatMap((group) => restOf(group, limitOfAlike))],
  };
}

export function renderIssue({ file, row, severity, code, message }: Issue): string {
  return `${severity} ${code} in ${file}${row === undefined ? '' : ` row ${String(row)}`}: ${message}`;
}

function restOf({ first, count }: { first: Issue; count: number }, limit: number): Issue[] {
  if (count <= limit) return [];
  const { file, code, severity } = first;
  return [{ file, code, severity, message: `${String(count - limit)} more like this in the same file.` }];
}

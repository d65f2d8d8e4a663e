export interface Command {
  name: string;
  usage: string;
  summary: string;
  examples: readonly string[];
  details?: string;
  /** What its first word may be; each has a help of its own. */
  parts?: readonly Command[];
  /** The exit code; -1 keeps the process running. */
  run(words: string[]): Promise<number>;
}

export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return [
    'Usage: throughline COMMAND [options]',
    '',
    ...lines,
    '',
    'throughline COMMAND --help shows its options and examples.',
  ].join('\n');
}

/** Of the part that the words name, else of the whole. */
export function helpFor(command: Command, words: readonly string[] = []): string {
  const part = command.parts?.find((one) => one.name === words[0]);
  if (part) return helpFor({ ...part, name: `${command.name} ${part.name}` });
  return [
    `Usage: throughline ${command.name}${command.usage === '' ? '' : ` ${command.usage}`}`,
    '',
    command.summary,
    ...(command.details === undefined ? [] : ['', command.details]),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n');
}

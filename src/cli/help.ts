export interface Command {
  name: string;
  usage: string;
  summary: string;
  examples: readonly string[];
  details?: string;
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

export function helpFor(command: Command): string {
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

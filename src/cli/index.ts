#!/usr/bin/env node
// throughline: the command line. Each command is a file of its own; this one finds it and says what went wrong in words.
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { AppError } from '../errors.ts';
import { commands } from './commands.ts';
import { helpFor, overview } from './help.ts';

async function main(words: string[]): Promise<number> {
  if (existsSync('.env')) loadEnvFile('.env');
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === 'help') {
    console.log(overview(commands));
    return 0;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    console.error(`There is no command “${name}”.\n\n${overview(commands)}`);
    return 2;
  }
  if (rest.includes('--help')) {
    console.log(helpFor(command, rest));
    return 0;
  }
  return command.run(rest);
}

/** Errors that people can mend are told in a sentence; only a mistake of ours shows where it happened. */
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
    if (code !== -1) process.exit();
  },
  (error: unknown) => {
    if (isMistyped(error))
      console.error(`${error.message}\nWhat may be typed: throughline ${process.argv[2] ?? ''} --help`);
    else console.error(error instanceof AppError ? error.message : error);
    process.exit(isMistyped(error) ? 2 : 1);
  },
);

/** An option that does not exist, or one without its value. */
function isMistyped(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

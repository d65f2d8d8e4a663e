/** One line that is written over, where somebody looks at it; `done` takes it away. */
export function showProgress(): { say(words: string): void; done(): void } {
  const out = process.stderr;
  const write = (words: string): void => {
    if (out.isTTY) out.write(words);
  };
  return {
    say: (words) =>
      write(`
${words.padEnd(60)}`),
    done: () =>
      write(`
${' '.repeat(60)}
`),
  };
}

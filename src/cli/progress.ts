/** One line that is written over, where somebody looks at it; `done` takes it away. */
export function showProgress(): { say(words: string): void; done(): void } {
  const out = process.stderr;
  return {
    say: (words) => void (out.isTTY && out.write(`\r${words.padEnd(60)}`)),
    done: () => void (out.isTTY && out.write(`\r${' '.repeat(60)}\r`)),
  };
}

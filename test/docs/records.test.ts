import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText, root } from '../architecture/sources.ts';

const names = readdirSync(join(root, 'docs', 'adr')).sort();

describe('the records of decisions', () => {
  it('are numbered without a gap', () => {
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
  });

  it.each(names)('%s has its sections, its Confirmation line, and is at most a page', (name) => {
    const text = readText(`docs/adr/${name}`);

    expect(text).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `));
    for (const section of ['Context', 'Options considered', 'Decision', 'Consequences'])
      expect(text).toMatch(new RegExp(`^## ${section}$`, 'm'));
    expect(text).toMatch(/^\*\*Confirmation:\*\* .{20,}/m);
    expect(text.split(/\s+/).length).toBeLessThan(500);
  });

  it('name the version of pg that is installed', () => {
    const { dependencies } = JSON.parse(readText('package.json')) as { dependencies: Record<string, string> };

    expect(readText('docs/adr/0014-pg-is-pinned.md')).toContain(`# 14. pg is pinned to ${dependencies['pg'] ?? ''}`);
  });
});

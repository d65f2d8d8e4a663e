// What comes from elsewhere: licensed, locked, and running nothing while it is installed.
import { readText } from './sources.ts';

interface Locked {
  version?: string;
  license?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  dev?: boolean;
  link?: boolean;
}

const lock = JSON.parse(readText('package-lock.json')) as { lockfileVersion: number; packages: Record<string, Locked> };
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
const manifest = JSON.parse(readText('package.json')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};

/** May be used and passed on with the product; the ones that ask for more than to be named are said why. */
const ALLOWED = [
  ...['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense'],
  ...['MIT and ISC', 'Apache-2.0 AND MIT', '(MIT OR CC0-1.0)'],
];
/** Used unchanged, as their licenses ask. */
const ALLOWED_ONE_BY_ONE: Record<string, string> = {
  'ical.js': 'MPL-2.0',
  'axe-core': 'MPL-2.0',
  // Behind the client's own tools; none of it is in what runs.
  elkjs: 'EPL-2.0',
  'caniuse-lite': 'CC-BY-4.0',
};
/** Their package.json does not say it in a word; their license files do, and both say MIT. */
const SAID_ELSEWHERE: Record<string, string> = { cldrjs: 'MIT', 'seq-queue': 'MIT' };

/** Would run something while being installed, and need not: the product, its build and its tests work without. */
const NOT_RUN: Record<string, string> = {
  '@parcel/watcher': 'builds what is there built',
  '@prisma/engines': 'downloads engines; ours is WebAssembly',
  '@swc/core': 'looks for its binary, which the lock names',
  'botbuilder-dialogs': 'calls npx rimraf',
  esbuild: 'looks for its binary, which the lock names',
  prisma: 'looks at the version of Node',
  'unrs-resolver': 'looks for its binary, which the lock names',
};

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

describe('what comes from elsewhere', () => {
  it('has a license that lets it be used and passed on', () => {
    const wrong = installed.flatMap(([path, { license }]) => {
      const name = nameOf(path);
      const known = license ?? SAID_ELSEWHERE[name] ?? 'none';
      return ALLOWED.includes(known) || ALLOWED_ONE_BY_ONE[name] === known ? [] : [`${path}: ${known}`];
    });
    expect(wrong).toEqual([]);
  });

  it('is locked to its bytes', () => {
    expect(lock.lockfileVersion).toBe(3);
    const loose = installed.filter(([, { integrity, link }]) => !link && !/^sha(512|1)-/.test(integrity ?? ''));
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  it('is asked for in exact versions where the product runs on it', () => {
    const loose = Object.entries(manifest.dependencies).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('runs nothing while it is installed', () => {
    expect(readText('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const wanting = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect([...new Set(wanting)].sort()).toEqual(Object.keys(NOT_RUN).sort());
    expect(Object.entries(manifest.allowScripts).filter(([, allowed]) => allowed)).toEqual([]);
    expect(Object.keys(manifest.allowScripts).sort()).toEqual(Object.keys(NOT_RUN).sort());
  });

  it('is listed by a command of our own, and none of our commands hangs on a step that is not run', () => {
    expect(manifest.scripts['sbom']).toContain('npm sbom --sbom-format=cyclonedx --omit=dev');
    const hooks = Object.keys(manifest.scripts).filter((name) => {
      const after = /^(pre|post)(.+)$/.exec(name)?.[2];
      return after !== undefined && after in manifest.scripts;
    });
    expect(hooks).toEqual([]);
  });
});

import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { ZipFile } from 'yazl';
import { z } from 'zod';
import { SetUpError } from '../errors.ts';
import { offered } from '../desk/offered.ts';
import { slackManifest } from '../platforms/slack/manifest.ts';
import { teamsManifest, type ManifestChoice } from '../platforms/teams/manifest.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const manifestCommand: Command = {
  name: 'manifest',
  usage: 'slack [--url URL] [--grid] [--socket] | teams --url URL --app-id ID [--version N.N.N] [--out FILE]',
  summary: 'Prints the Slack manifest, or writes the Teams app package, with your address in it.',
  details: [
    'URL is where the process is reached, for example https://coaching.your-district.org',
    '--grid    for an Enterprise Grid organization that installs the app once for all its workspaces',
    '--socket  for a trial in Socket Mode, without a public address',
    '--app-id  the Microsoft App ID of the bot, from its page in Azure',
    '--version  of the package; it has to grow before Teams takes a changed one. Unless said otherwise, the product’s own',
    '--out     the package; throughline-teams.zip unless said otherwise. A file that is there is not overwritten',
  ].join('\n'),
  examples: [
    'throughline manifest slack --url https://coaching.your-district.org',
    'throughline manifest slack --socket',
    'throughline manifest teams --url https://coaching.your-district.org --app-id 9b1c5d1e-0000-4000-8000-000000000000',
    'throughline manifest teams --url https://coaching.your-district.org --app-id 9b1c5d1e-0000-4000-8000-000000000000 --version 1.0.1',
  ],
  run,
};

const OPTIONS = {
  url: { type: 'string' },
  grid: { type: 'boolean', default: false },
  socket: { type: 'boolean', default: false },
  'app-id': { type: 'string' },
  version: { type: 'string' },
  out: { type: 'string', default: 'throughline-teams.zip' },
} as const;

async function run(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
  const { url, grid, socket } = values;
  switch (positionals.join(' ')) {
    case 'slack': {
      if (url === undefined && !socket)
        throw new SetUpError('Say where Slack reaches the process: --url https://your-host');
      if (url !== undefined && (!URL.canParse(url) || new URL(url).protocol !== 'https:'))
        throw new SetUpError(`"${url}" is no address that Slack can reach. Give it as https://your-host`);
      console.log(JSON.stringify(slackManifest(offered(), { url: url ?? 'https://localhost', grid, socket }), null, 2));
      return 0;
    }
    case 'teams': {
      const { 'app-id': appId, version = productVersion() } = values;
      if (url === undefined || appId === undefined)
        throw new SetUpError(
          'A package needs both --url https://your-host and --app-id, the Microsoft App ID of the bot.',
        );
      if (/^[0-]+$/.test(appId)) throw new SetUpError('That app id is the example. Copy the one of your bot in Azure.');
      await writePackage(values.out, { appId, url, version });
      console.log(`Wrote ${values.out}, version ${version}. Upload it in the Teams admin center under Manage apps.`);
      return 0;
    }
    default:
      console.error('Say which: throughline manifest slack, or throughline manifest teams');
      return 2;
  }
}

async function writePackage(file: string, choice: ManifestChoice): Promise<void> {
  const manifest = teamsManifest(offered(), choice);
  if (existsSync(file))
    throw new SetUpError(`${file} is there already. Move it away, or name another file with --out.`);
  const folder = join(productRoot(), 'manifests', 'teams');
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), 'manifest.json');
  for (const icon of ['color.png', 'outline.png']) zip.addFile(join(folder, icon), icon);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file, { flags: 'wx' }));
}

const Package = z.object({ version: z.string() });

function productVersion(): string {
  return Package.parse(JSON.parse(readFileSync(join(productRoot(), 'package.json'), 'utf8'))).version;
}

/** The page with its script and its style, and the two libraries of Microsoft's that it runs on: all of it from our own origin. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Router, type Response } from 'express';
import type { CloudName } from '../clouds.ts';
import { framersOf } from './hosts.ts';

const STYLES = join('src', 'platforms', 'teams', 'tab', 'page');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Home · Throughline</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/teams/tab/page/tab.css" />
    <script type="module" src="/teams/tab/page/stay-here.js"></script>
    <script defer src="/teams/tab/vendor/teams-js.js"></script>
    <script defer src="/teams/tab/vendor/adaptivecards.js"></script>
    <script type="module" src="/teams/tab/page/tab.js"></script>
  </head>
  <body>
    <main id="main" aria-labelledby="title" aria-busy="true">
      <h1 id="title">Home</h1>
      <div id="home"><p class="quiet">One moment, please.</p></div>
    </main>
    <p id="said" class="said" role="status"></p>
    <noscript><p class="quiet">This page needs JavaScript. You can also type home in the chat with Throughline.</p></noscript>
  </body>
</html>
`;

export function tabFiles(cloud: CloudName): Router {
  const router = Router();
  const require = createRequire(import.meta.url);
  const vendors: Record<string, string> = {
    'teams-js.js': require.resolve('@microsoft/teams-js'),
    'adaptivecards.js': join(dirname(require.resolve('adaptivecards/package.json')), 'dist', 'adaptivecards.min.js'),
  };
  const root = rootFolder();
  router.use((_request, response, next) => {
    guard(response, cloud);
    next();
  });
  router.get('/', (_request, response) => {
    response.set('cache-control', 'no-cache').type('html').send(PAGE);
  });
  router.get('/vendor/:file', (request, response, next) => {
    const file = Object.hasOwn(vendors, request.params.file) ? vendors[request.params.file] : undefined;
    if (file === undefined) next();
    else response.sendFile(file, { maxAge: '1h' });
  });
  router.get('/page/:file', (request, response, next) => {
    const [file, kind] = /^[a-z-]+\.(js|css)$/.exec(request.params.file) ?? [];
    if (file === undefined) next();
    // The compiler leaves the style where it is.
    else response.sendFile(join(root, kind === 'js' ? 'dist' : '', STYLES, file), (error) => error && next());
  });
  return router;
}

/** Runs its own scripts and nobody else's, speaks to nobody but us, and is shown by nobody but Microsoft's hosts. */
export function guard(response: Response, cloud: CloudName): void {
  response.set({
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${framersOf(cloud).join(' ')}`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Teams shows the page in a frame, which `frame-ancestors` limits and this older word would forbid.
    'cross-origin-resource-policy': 'cross-origin',
  });
  for (const name of ['x-frame-options', 'cache-control']) response.removeHeader(name);
}

/** The same from sources and from dist/. */
function rootFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, STYLES, 'tab.css')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

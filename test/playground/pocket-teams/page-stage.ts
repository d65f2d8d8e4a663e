/** Serves the Teams pane on its own, straight from its sources, next to a pocket Teams and a real app, and opens it in a browser. */
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import express from 'express';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { Stage } from './real-app.ts';

const ROOT = process.cwd();
const SOURCES = join(ROOT, 'src/playground/page');
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  chromium.executablePath(),
];

export interface PageStage {
  open(user: { id: string; tenantId: string }, size?: { width: number; height: number }): Promise<Page>;
  close(): Promise<void>;
}

export const browserPath = BROWSERS.find((path) => existsSync(path));

export async function pageStage(stage: Stage): Promise<PageStage> {
  const app = express();
  app.get('/vendor/adaptivecards.js', (_request, response) => {
    response.type('js').send(readFileSync(join(ROOT, 'node_modules/adaptivecards/dist/adaptivecards.min.js')));
  });
  app.get('/page/:file', (request, response) => {
    const file = request.params.file;
    const source = readFileSync(join(SOURCES, file), 'utf8');
    if (file.endsWith('.css')) response.type('css').send(source);
    else {
      const jsc = { parser: { syntax: 'typescript' as const }, target: 'es2022' as const };
      response.type('js').send(transformSync(source, { jsc, module: { type: 'es6' } }).code);
    }
  });
  app.get('/', (request, response) => {
    const { tenant, user } = request.query;
    const options = JSON.stringify({ api: '/persona', tenantId: tenant, userId: user });
    response.type('html').send(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Teams</title>
      <meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/page/teams-view.css">
      <style>html,body,main{height:100%;margin:0}</style><script src="/vendor/adaptivecards.js"></script></head>
      <body><main><h1 style="position:absolute;clip-path:inset(50%)">Teams</h1><div id="root" style="height:100%"></div></main>
      <script type="module">import { mountTeams } from '/page/teams-view.ts';
      mountTeams(document.getElementById('root'), ${options});</script></body></html>`);
  });
  app.use(stage.teams.pocket.router);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser: Browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  return {
    open: async (user, size = { width: 1180, height: 780 }) => {
      const page = await browser.newPage({ viewport: size });
      page.setDefaultTimeout(6000);
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(`${url}/?${new URLSearchParams({ tenant: user.tenantId, user: user.id }).toString()}`);
      await page.getByRole('heading', { name: 'Throughline' }).waitFor();
      if (problems.length > 0) throw new Error(problems.join('\n'));
      return page;
    },
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves the browser half from its sources, and opens it in Chromium where there is one. */
import { transformFileSync } from '@swc/core';
import express from 'express';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { AddressInfo } from 'node:net';
import type { PocketSlack } from '../../../src/playground/pocket-slack/pocket.ts';

const folder = resolve(__dirname, '../../../src/playground/page');

export const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

export async function openSlackPage(pocket: PocketSlack, workspaceId: string, userId: string) {
  const server = express();
  server.use('/pocket', pocket.router);
  server.get('/page/:file.ts', (request, response) => {
    const { code } = transformFileSync(resolve(folder, `${request.params.file}.ts`), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
    });
    response.type('text/javascript').send(code);
  });
  server.use('/page', express.static(folder));
  server.get('/', (_request, response) => {
    response.type('html').send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Slack</title><link rel="icon" href="data:,">
      <link rel="stylesheet" href="/page/slack-view.css"><style>html,body{height:100%;margin:0}main{height:100%}</style></head>
      <body><header><h1 class="ps-hidden">Slack</h1></header><main id="pane"></main><script type="module">
      import { mountSlack } from '/page/slack-view.ts';
      mountSlack(document.getElementById('pane'), { api: '/pocket', workspaceId: '${workspaceId}', userId: '${userId}' });
      </script></body></html>`,
    );
  });
  const http = server.listen(0, '127.0.0.1');
  await new Promise((done) => http.once('listening', done));
  const url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}/`;
  const browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    trouble,
    close: async () => {
      await browser.close();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
  };
}

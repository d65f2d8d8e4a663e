import type { AddressInfo } from 'node:net';
import express from 'express';
import { noticeRoutes } from '../src/notices.ts';
import { readText } from './architecture/sources.ts';

describe('the pages that the Teams package names', () => {
  const server = express().use(noticeRoutes()).listen(0, '127.0.0.1');
  beforeAll(() => new Promise((resolve) => (server.listening ? resolve(null) : server.once('listening', resolve))));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const { developer } = JSON.parse(readText('manifests/teams/manifest.json')) as {
    developer: { privacyUrl: string; termsOfUseUrl: string };
  };

  it.each([developer.privacyUrl, developer.termsOfUseUrl])(
    '%s is there, and says who runs it or what it is for',
    async (url) => {
      const { port } = server.address() as AddressInfo;
      const response = await fetch(`http://127.0.0.1:${String(port)}${new URL(url).pathname}`);

      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await response.text()).toMatch(/<h2>(Who runs it|What it is for)<\/h2>/);
    },
  );
});

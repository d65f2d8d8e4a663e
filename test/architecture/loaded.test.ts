// The SDK of Teams costs most of a second and a hundred megabytes: nobody pays for it who has no Teams.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import type { LoadedProcess } from './loaded-process.ts';

const SDK = /^(@microsoft\/teams-ai|botbuilder.*|botframework.*|openai|@azure\/.*)$/;
const slack = { signingSecret: 'a-secret', botToken: 'xoxb-nobody', apiUrl: 'http://127.0.0.1:9/api/' };
const teams = {
  appId: '7f5d3c1e-0b1a-4a58-9d0e-6f2a5b8c9d10',
  appPassword: 'open sesame',
  appTenantId: '3f0c1a52-6f3e-4b7a-8d0e-2b9a4c5d6e7f',
  cloud: 'public',
} as LoadedProcess['on']['teams'] & object;

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

async function packagesWith(on: LoadedProcess['on']): Promise<string[]> {
  const given = JSON.stringify({ address: database.address, on } satisfies LoadedProcess);
  const args = ['--import', 'tsx', 'test/architecture/loaded-process.ts', given];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[];
}

describe('what is loaded', () => {
  it('with Teams off, is nothing of the SDK of Teams', async () => {
    const packages = await packagesWith({ slack });

    expect(packages).toContain('@slack/bolt');
    expect(packages.filter((name) => SDK.test(name))).toEqual([]);
  }, 150_000);

  it('with Teams on, is the SDK of Teams, and nothing of Slack’s', async () => {
    const packages = await packagesWith({ teams });

    expect(packages).toEqual(expect.arrayContaining(['@microsoft/teams-ai', 'botbuilder', 'botframework-connector']));
    expect(packages.filter((name) => name.startsWith('@slack/'))).toEqual([]);
  }, 150_000);
});

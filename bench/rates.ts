// Prompts to platforms that enforce their published rates, against the least time that those rates allow.
import type { PlatformName } from '../src/chat/platform.ts';
import type { PaceLimits } from '../src/jobs/pace.ts';
import { startChild, type ChildOptions } from './child.ts';
import type { RatesDesk } from './rates-process.ts';
import type { Row } from './table.ts';

interface Case {
  platform: PlatformName;
  workspaces: number;
  /** All that the platform publishes: what the product usually leaves for answers to people is set aside here. */
  limits: PaceLimits;
  /** For one workspace with so many messages. */
  leastSeconds(messages: number): number;
}

const CASES: readonly Case[] = [
  {
    // A sliding window: fifty at once, and fifty more each second.
    platform: 'teams',
    workspaces: 2,
    limits: { perWorkspacePerSecond: { teams: 50 } },
    leastSeconds: (messages) => Math.ceil(messages / 50) - 1,
  },
  {
    // A bucket of three hundred, refilled with three hundred a minute.
    platform: 'slack',
    workspaces: 20,
    limits: { perWorkspacePerSecond: { slack: 5 }, burst: 300 },
    leastSeconds: (messages) => Math.max(messages - 300, 0) / 5,
  },
];

export async function benchRates(
  on: { name: string; server?: string | undefined },
  size: { messages: number },
  options: ChildOptions,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const one of CASES) rows.push(await measure(one, on, size.messages, options));
  return rows;
}

async function measure(
  { platform, workspaces, limits, leastSeconds }: Case,
  on: { name: string; server?: string | undefined },
  messages: number,
  options: ChildOptions,
): Promise<Row> {
  const child = startChild<RatesDesk>('./rates-process.ts', options);
  try {
    await child.ask('open', { server: on.server, platform, workspaces, messages });
    const { ms, all, refused } = await child.ask('send', limits);
    const least = leastSeconds(Math.ceil(messages / workspaces));
    const share = (100 * refused) / all;
    return {
      what: `${messages.toLocaleString('en')} prompts to ${String(workspaces)} of ${platform} at its rates, ${on.name}`,
      ours: `${(ms / 1000).toFixed(1)} s, ${share.toFixed(2)} % refused`,
      baseline: `${least.toFixed(0)} s`,
      ratio: least / (ms / 1000),
      aim: { text: '<= 1.05, < 1 %', met: ms / 1000 <= least * 1.05 && share < 1 },
    };
  } finally {
    await child.stop();
  }
}

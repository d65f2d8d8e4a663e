// What a thousand installed workspaces weigh, when each has been heard once: the product's Slack against a bare Bolt app.
import { startChild } from './child.ts';
import type { InstalledDesk } from './installed-process.ts';
import type { Row } from './table.ts';

const WORKSPACES = 1_000;
const AIM_MB = 50;

export async function benchInstalled(on: { name: string; server?: string | undefined }): Promise<Row[]> {
  const [ours, bare] = [await weigh(on.server, false), await weigh(on.server, true)];
  return [
    {
      what: `memory for ${WORKSPACES.toLocaleString('en-US')} workspaces, ${on.name}`,
      ours: `${ours.toFixed(1)} MB`,
      baseline: `${bare.toFixed(1)} MB`,
      aim: { text: `< ${String(AIM_MB)} MB`, met: ours < AIM_MB },
    },
  ];
}

async function weigh(server: string | undefined, bare: boolean): Promise<number> {
  const child = startChild<InstalledDesk>('./installed-process.ts');
  try {
    await child.ask('open', { workspaces: WORKSPACES, bare, server });
    return await child.ask('hearAll', { workspaces: WORKSPACES });
  } finally {
    await child.stop();
  }
}

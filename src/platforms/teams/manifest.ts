/** The app package's manifest with a district's own ids and address in it. */
import { z } from 'zod';
import { SetUpError } from '../../errors.ts';

export interface Filling {
  /** The app (client) id of the bot's registration. */
  appId: string;
  /** Where the process is reached: `https://host`, without a path. */
  url: string;
}

/** What the manifest that is shipped has in the place of the ids and the address. */
const EMPTY_ID = '00000000-0000-0000-0000-000000000000';
const EXAMPLE_URL = 'https://throughline.example.org';

const Template = z.looseObject({
  id: z.literal(EMPTY_ID),
  bots: z.array(z.looseObject({ botId: z.literal(EMPTY_ID) })),
});

/** `template` is the text of manifests/teams/manifest.json. Throws a SetUpError for an id or an address that Teams would refuse. */
export function fillManifest(template: string, { appId, url }: Filling): string {
  Template.parse(JSON.parse(template));
  if (!z.guid().safeParse(appId).success || appId === EMPTY_ID)
    throw new SetUpError(`"${appId}" is no app id. Copy the Microsoft App ID from the bot's page in Azure.`);
  const host = URL.canParse(url) ? new URL(url) : undefined;
  if (host?.protocol !== 'https:')
    throw new SetUpError(`"${url}" is no address that Teams can reach. Give it as https://your-host`);
  return template
    .replaceAll(EMPTY_ID, appId)
    .replaceAll(EXAMPLE_URL, host.origin)
    .replaceAll('throughline.example.org', host.host);
}

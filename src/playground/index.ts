// The playground: a pocket Slack and a pocket Teams on loopback, the sample district in them, and a page to be anybody in it.
// The real apps run behind it unchanged; only addresses and keys differ.
import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import { offered } from '../desk/offered.ts';
import { MovableClock } from '../clock.ts';
import type { SlackConfig, TeamsConfig } from '../config.ts';
import type { PlaygroundPart, Throughline } from '../main.ts';
import { BOT_EVENTS, REDIRECT_PATH, SCOPES } from '../platforms/slack/install/scopes.ts';
import { clearSample } from './clear-sample.ts';
import { createPocketSlack } from './pocket-slack/pocket-slack.ts';
import { createPocketTeams } from './pocket-teams/index.ts';
import { createNews } from './news.ts';
import { listPeople } from './people.ts';
import { onlyByItsOwnName, pageRoutes } from './routes.ts';
import { loadSample } from './sample.ts';
import { tellStory } from './story.ts';
import { createTimeTravel } from './time-travel.ts';
import { openStage, populate, type Stage } from './stage.ts';

export interface Playground extends PlaygroundPart {
  stage(): Stage;
  signingSecret: string;
  /** Loads the sample district afresh and plays its week up to Thursday 2 PM. */
  begin(house: Throughline, progress: (label: string) => void): Promise<void>;
}

const SIGNING_SECRET = randomBytes(16).toString('hex');
const APP = {
  appId: 'A0THROUGHLN',
  name: 'Throughline',
  clientId: '4242424242.4242424242',
  clientSecret: randomBytes(16).toString('hex'),
};

/** `root` is the folder of the checkout, where the page's files and the sample district lie. */
export function createPlayground(root: string): Playground {
  const clock = new MovableClock();
  const now = () => clock.now();
  const news = createNews();
  let stage: Stage | undefined;
  let house: Throughline | undefined;
  let travel: ReturnType<typeof createTimeTravel> | undefined;

  async function open(app: Express, url: string): Promise<{ slack: SlackConfig; teams: TeamsConfig }> {
    const slack = createPocketSlack({
      now,
      requestUrl: `${url}/slack/events`,
      signingSecret: SIGNING_SECRET,
      events: BOT_EVENTS,
      ...menusOf(offered()),
    });
    slack.setBaseUrl(`${url}/pocket/slack`);
    slack.registerApp({ ...APP, redirectUrls: [`${url}${REDIRECT_PATH}`], scopes: Object.keys(SCOPES) });
    stage = await openStage({ now, slack, url, createPocketTeams });
    app.use(['/pocket', '/playground', '/gallery'], onlyByItsOwnName);
    app.use('/pocket/slack', slack.router);
    app.use('/pocket/teams', stage.teams.router);
    app.use(
      pageRoutes({
        root,
        news,
        clock,
        people: () => (house ? listPeople(house.db, theStage()) : Promise.resolve([])),
        move,
        reset,
      }),
    );
    return { slack: slackSettings(url), teams: stage.teamsConfig };
  }

  async function begin(started: Throughline, progress: (label: string) => void): Promise<void> {
    house = started;
    travel = createTimeTravel(started, clock);
    const tell = (label: string) => {
      progress(label);
      news.progress(label);
    };
    await news.during(async () => {
      tell('Clearing the stage');
      await travel?.set(new Date());
      await clearSample(started.db);
      theStage().reset();
      tell('Importing the roster, the pairs and the calendar of Harbor City');
      const tenantId = await loadSample(started.db, root, clock);
      await populate(theStage(), started.db, tenantId, { isInstalled: false });
      tell('Installing the app in Slack and Teams');
      await tellStory({ house: started, stage: theStage(), tenantId, travel: travelOf(), tell });
    });
  }

  async function move(to: Date): Promise<Date> {
    return news.during(() => travelOf().to(to, (label) => news.progress(label)));
  }

  async function reset(): Promise<Date> {
    if (house) await begin(house, () => undefined);
    return clock.now();
  }

  function theStage(): Stage {
    if (!stage) throw new Error('the playground is not open yet');
    return stage;
  }

  function travelOf(): NonNullable<typeof travel> {
    if (!travel) throw new Error('the playground has not begun yet');
    return travel;
  }

  return { clock, open, begin, stage: theStage, signingSecret: SIGNING_SECRET };
}

/** As in a process that any workspace may install the app from. The pocket forgets its tokens, and so may the key. */
function slackSettings(url: string): SlackConfig {
  return {
    signingSecret: SIGNING_SECRET,
    apiUrl: `${url}/pocket/slack/api/`,
    many: {
      clientId: APP.clientId,
      clientSecret: APP.clientSecret,
      publicUrl: url,
      authorizeUrl: `${url}/pocket/slack/oauth/v2/authorize`,
      openUrl: `${url}/playground/open`,
      tokenKeys: [{ id: 'playground', bytes: randomBytes(32) }],
      purgeDays: 30,
    },
  };
}

/** What the manifest tells Slack of the app, for the menus of its stand-in. */
function menusOf({ commands, shortcuts }: ReturnType<typeof offered>) {
  return {
    commands: commands.map(({ command, description, hint }) => ({
      name: `/${command}`,
      description,
      usageHint: hint,
    })),
    shortcuts: shortcuts.map(({ id, title, help, on }) => ({
      callbackId: id,
      name: title,
      description: help,
      kind: on === 'message' ? ('message' as const) : ('global' as const),
    })),
  };
}

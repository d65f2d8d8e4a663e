// The playground: a pocket Slack and a pocket Teams on loopback, the sample district in them, and a page to be anybody in it.
// The real apps run behind it unchanged; only addresses and keys differ.
import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import { MovableClock } from '../clock.ts';
import type { SlackConfig, TeamsConfig } from '../config.ts';
import type { PlaygroundPart, Throughline } from '../main.ts';
import { clearSample } from './clear-sample.ts';
import { createPocketSlack } from './pocket-slack/pocket-slack.ts';
import { createPocketTeams } from './pocket-teams/index.ts';
import { createNews } from './news.ts';
import { listPeople } from './people.ts';
import { pageRoutes } from './routes.ts';
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
      commands: COMMANDS,
    });
    slack.setBaseUrl(`${url}/pocket/slack`);
    stage = await openStage({ now, slack, url, createPocketTeams });
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
    return {
      slack: { botToken: stage.botToken, signingSecret: SIGNING_SECRET, apiUrl: `${url}/pocket/slack/api/` },
      teams: stage.teamsConfig,
    };
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
      await populate(theStage(), started.db, tenantId);
      tell('Opening Slack and Teams');
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

const COMMANDS = [
  { name: '/checkin', description: 'Your weekly check-in', usageHint: '[history | plan | help]' },
  { name: '/coach', description: 'Run your coaching week', usageHint: '[step @person | log | plan @person | help]' },
  { name: '/district', description: "The district's digest", usageHint: '[digest preview | here | help]' },
];

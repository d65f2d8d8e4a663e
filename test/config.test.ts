import { readConfig } from '../src/config.ts';
import { SetUpError } from '../src/errors.ts';

describe('the environment', () => {
  it('needs nothing: the playground runs on the embedded database', () => {
    expect(readConfig({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      dataFolder: '.throughline',
      databasePool: 10,
      logLevel: 'info',
    });
  });

  it('takes an empty line for “not set”', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: '', PORT: ' ' })).toMatchObject({ port: 3978 });
  });

  it('turns Slack and Teams on', () => {
    const config = readConfig({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 's',
      TEAMS_APP_ID: 'a',
      TEAMS_APP_PASSWORD: 'p',
      TEAMS_APP_TENANT_ID: 't',
      TEAMS_CLOUD: 'custom',
      TEAMS_OPENID_METADATA_URL: 'http://127.0.0.1:1/meta',
      TEAMS_TOKEN_ISSUER: 'https://issuer',
      TEAMS_LOGIN_URL: 'http://127.0.0.1:1/login',
      TEAMS_SERVICE_HOSTS: '127.0.0.1:1, localhost:2',
    });
    expect(config.slack).toEqual({ botToken: 'xoxb-1', signingSecret: 's' });
    expect(config.teams?.custom?.serviceHosts).toEqual(['127.0.0.1:1', 'localhost:2']);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a port that is no number', { PORT: 'many' }, /PORT must be a number/],
    ['a database that is not PostgreSQL', { DATABASE_URL: 'mysql://x/y' }, /DATABASE_URL must begin with postgresql/],
    [
      'a token of the wrong kind',
      { SLACK_BOT_TOKEN: 'xoxp-1', SLACK_SIGNING_SECRET: 's' },
      /SLACK_BOT_TOKEN must begin with xoxb-/,
    ],
    ['Slack without a secret', { SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_SIGNING_SECRET is not/],
    ['a secret without Slack', { SLACK_SIGNING_SECRET: 's' }, /SLACK_BOT_TOKEN is not/],
    ['Teams by halves', { TEAMS_APP_ID: 'a' }, /TEAMS_APP_PASSWORD and TEAMS_APP_TENANT_ID is missing/],
    ['a cloud that does not exist', { TEAMS_CLOUD: 'mars' }, /TEAMS_CLOUD must be public/],
    [
      'a custom cloud without its addresses',
      { TEAMS_APP_ID: 'a', TEAMS_APP_PASSWORD: 'p', TEAMS_APP_TENANT_ID: 't', TEAMS_CLOUD: 'custom' },
      /TEAMS_OPENID_METADATA_URL/,
    ],
  ])('%s is refused with the mend', (_what, environment, words) => {
    expect(() => readConfig(environment)).toThrow(SetUpError);
    expect(() => readConfig(environment)).toThrow(words);
  });
});

import { readConfig } from '../src/config.ts';
import { SetUpError } from '../src/errors.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const MANY: Record<string, string> = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'c',
  SLACK_SIGNING_SECRET: 's',
  PUBLIC_URL: 'https://t.example',
  TOKEN_KEYS: `k1:${KEY}`,
};

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

  it('turns Slack on for many workspaces, with a ring of keys', () => {
    const { slack } = readConfig({ ...MANY, TOKEN_KEYS: `k2:${KEY}, k1:${KEY}`, PUBLIC_URL: 'https://t.example/' });

    expect(slack).toMatchObject({ signingSecret: 's', many: { publicUrl: 'https://t.example', purgeDays: 30 } });
    expect(slack?.botToken).toBeUndefined();
    expect(slack?.many?.tokenKeys).toEqual(['k2', 'k1'].map((id) => ({ id, bytes: Buffer.alloc(32, 7) })));
  });

  it('takes http:// for a public address on this machine only', () => {
    expect(readConfig({ ...MANY, PUBLIC_URL: 'http://127.0.0.1:3978' }).slack?.many?.publicUrl).toMatch(/^http:/);
    expect(() => readConfig({ ...MANY, PUBLIC_URL: 'http://t.example' })).toThrow(/PUBLIC_URL must begin with https/);
  });

  it('tells nothing of a key that is wrong but how to make one', () => {
    const refuse = () => readConfig({ ...MANY, TOKEN_KEYS: 'k1:c2VjcmV0LXNlY3JldA==' });

    expect(refuse).toThrow(/openssl rand -base64 32/);
    expect(refuse).not.toThrow(/c2VjcmV0/);
  });

  it.each(Object.keys(MANY))('names %s where it alone is missing for many workspaces', (name) => {
    const { [name]: _without, ...others } = MANY;

    expect(() => readConfig(others)).toThrow(new RegExp(`; ${name} is missing`));
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'one workspace and many at once',
      { ...MANY, SLACK_BOT_TOKEN: 'xoxb-1' },
      /both set. Keep SLACK_BOT_TOKEN for one/,
    ],
    ['many workspaces by Socket Mode', { ...MANY, SLACK_APP_TOKEN: 'xapp-1' }, /Socket Mode serves one workspace/],
    ['two keys of one name', { ...MANY, TOKEN_KEYS: `k1:${KEY},k1:${KEY}` }, /TOKEN_KEYS must be ID:KEY/],
    ['a port that is no number', { PORT: 'many' }, /PORT must be a number/],
    ['a database that is not PostgreSQL', { DATABASE_URL: 'mysql://x/y' }, /DATABASE_URL must begin with postgresql/],
    [
      'a token of the wrong kind',
      { SLACK_BOT_TOKEN: 'xoxp-1', SLACK_SIGNING_SECRET: 's' },
      /SLACK_BOT_TOKEN must begin with xoxb-/,
    ],
    ['Slack without a secret', { SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_SIGNING_SECRET is not/],
    ['a secret without Slack', { SLACK_SIGNING_SECRET: 's' }, /SLACK_BOT_TOKEN \(or SLACK_CLIENT_ID\) is not/],
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

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

const TEAMS = { TEAMS_APP_ID: 'a', TEAMS_APP_PASSWORD: 'p', TEAMS_APP_TENANT_ID: 't' };
const TENANT = '3F0C1A52-6f3e-4b7a-8d0e-2b9a4c5d6e7f';

describe('the environment', () => {
  it('needs nothing: the playground runs on the embedded database', () => {
    expect(readConfig({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      dataFolder: '.throughline',
      databasePool: 10,
      logLevel: 'info',
      deliveryDays: 400,
      backupDays: 35,
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

  it.each<[string, Record<string, string>, object]>([
    ['a secret', { TEAMS_APP_PASSWORD: 'p' }, { appPassword: 'p' }],
    ['a certificate', { TEAMS_APP_CERTIFICATE_FILE: '/run/app.pem' }, { certificateFile: '/run/app.pem' }],
    ['a managed identity', { TEAMS_APP_IDENTITY: 'managed' }, { managedIdentity: true }],
  ])('turns Teams on with %s', (_what, proof, read) => {
    expect(readConfig({ TEAMS_APP_ID: 'a', TEAMS_APP_TENANT_ID: 't', ...proof }).teams).toEqual({
      ...{ appId: 'a', appTenantId: 't', cloud: 'public' },
      ...read,
    });
  });

  it('reads which tenants may use the bot in Teams, and where its tab is reached', () => {
    const { teams } = readConfig({ ...TEAMS, TEAMS_TENANTS: ` ${TENANT}, `, PUBLIC_URL: 'https://t.example/' });
    expect(teams).toMatchObject({ tenants: [TENANT.toLowerCase()], publicUrl: 'https://t.example' });
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
    ['Teams by halves', { TEAMS_APP_ID: 'a' }, /set TEAMS_APP_TENANT_ID and one of TEAMS_APP_PASSWORD, /],
    ['a secret without its app', { TEAMS_APP_PASSWORD: 'p' }, /set TEAMS_APP_ID and TEAMS_APP_TENANT_ID\./],
    [
      'a certificate without its app',
      { TEAMS_APP_CERTIFICATE_FILE: 'app.pem' },
      /set TEAMS_APP_ID and TEAMS_APP_TENANT_ID\./,
    ],
    ['a list of tenants without Teams', { TEAMS_TENANTS: TENANT }, /TEAMS_TENANTS is set, but TEAMS_APP_ID is not/],
    [
      'a secret beside a certificate',
      { ...TEAMS, TEAMS_APP_CERTIFICATE_FILE: 'app.pem' },
      /TEAMS_APP_PASSWORD and TEAMS_APP_CERTIFICATE_FILE are set, and only one of them/,
    ],
    [
      'a managed identity beside a secret',
      { ...TEAMS, TEAMS_APP_IDENTITY: 'managed' },
      /TEAMS_APP_PASSWORD and TEAMS_APP_IDENTITY are set/,
    ],
    ['an identity that is not managed', { ...TEAMS, TEAMS_APP_IDENTITY: 'mine' }, /TEAMS_APP_IDENTITY must be managed/],
    [
      'a tenant that is none',
      { ...TEAMS, TEAMS_TENANTS: 'harborcity.example' },
      /TEAMS_TENANTS must be Entra tenant ids/,
    ],
    ['a list of no tenants', { ...TEAMS, TEAMS_TENANTS: ',' }, /TEAMS_TENANTS must be Entra tenant ids/],
    ['a cloud that does not exist', { TEAMS_CLOUD: 'mars' }, /TEAMS_CLOUD must be public/],
    ['a custom cloud without its addresses', { ...TEAMS, TEAMS_CLOUD: 'custom' }, /TEAMS_OPENID_METADATA_URL/],
  ])('%s is refused with the mend', (_what, environment, words) => {
    expect(() => readConfig(environment)).toThrow(SetUpError);
    expect(() => readConfig(environment)).toThrow(words);
  });
});

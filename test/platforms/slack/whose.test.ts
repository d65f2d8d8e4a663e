import { installationOf, isAnswerAtHome } from '../../../src/platforms/slack/whose.ts';

const [T, OTHER, E] = ['T0HILL', 'T0LAKE', 'E0GRID'];

describe('a request belongs to', () => {
  it.each([
    ['the workspace of a command', { team_id: T }, { teamId: T }],
    [
      'the workspace alone, where only it installed the app',
      { team_id: T, enterprise_id: E, is_enterprise_install: 'false' },
      { teamId: T, enterpriseId: E },
    ],
    [
      'the organization of a command',
      { team_id: T, enterprise_id: E, is_enterprise_install: 'true' },
      { teamId: E, workspaceId: T, enterpriseId: E },
    ],
    [
      'the workspace of a press',
      { team: { id: T }, user: { id: 'U1', team_id: OTHER }, is_enterprise_install: false },
      { teamId: T },
    ],
    [
      'the organization of a press',
      { team: { id: T, enterprise_id: E }, enterprise: { id: E }, is_enterprise_install: true },
      { teamId: E, workspaceId: T, enterpriseId: E },
    ],
    [
      'the organization, where no workspace is named but the person’s own',
      { team: null, enterprise: { id: E }, is_enterprise_install: true, user: { id: 'W1', team_id: T } },
      { teamId: E, workspaceId: T, enterpriseId: E },
    ],
    [
      'the organization, where the person’s own is the organization',
      { team: null, enterprise: { id: E }, is_enterprise_install: true, user: { id: 'W1', team_id: E } },
      { teamId: E, enterpriseId: E },
    ],
    [
      'the workspace that has the app, in a window out of a shared channel',
      { team: { id: OTHER }, user: { id: 'U1', team_id: OTHER }, view: { app_installed_team_id: T } },
      { teamId: T },
    ],
    [
      'the installation that an event names, not the workspace where it happened',
      { team_id: OTHER, authorizations: [{ team_id: T, enterprise_id: null, is_enterprise_install: false }] },
      { teamId: T },
    ],
    [
      'the organization that an event names',
      {
        team_id: T,
        enterprise_id: E,
        authorizations: [{ team_id: null, enterprise_id: E, is_enterprise_install: true }],
      },
      { teamId: E, workspaceId: T, enterpriseId: E },
    ],
    ['the workspace of an event that names nothing else', { team_id: T, authorizations: [] }, { teamId: T }],
    ['the organization that left', { team_id: E, enterprise_id: E }, { teamId: E, enterpriseId: E }],
  ])('%s', (_, payload, whose) => {
    expect(installationOf({ type: 'anything', ...payload })).toEqual(whose);
  });

  it.each([
    ['no payload', null],
    ['a word', 'T0HILL'],
    ['nothing', {}],
    ['a press without a workspace', { team: null, user: { id: 'U1', team_id: T } }],
    ['an organization without a name', { team: { id: T }, enterprise: null, is_enterprise_install: true }],
    ['an id of no kind', { team_id: { id: T } }],
    ['an id that would do harm in a log', { team_id: "T0'; drop\ntable" }],
    ['an endless id', { team_id: 'T'.repeat(500) }],
  ])('nobody: %s', (_, payload) => {
    expect(installationOf(payload)).toBeUndefined();
  });
});

describe('an address for answers is at home', () => {
  const whose = { teamId: E, workspaceId: T, enterpriseId: E };

  it.each([
    ['https://hooks.slack.com/commands/T0HILL/123/abc', true],
    ['https://hooks.slack.com/actions/E0GRID/123/abc', true],
    ['https://hooks.slack.com/app/A0APP/123/abc', true],
    ['https://hooks.slack.com/commands', true],
    ['https://hooks.slack.com/commands/T0LAKE/123/abc', false],
    ['https://hooks.slack.com/actions/E0OTHER/T0HILL/abc', false],
  ])('%s: %s', (url, isAtHome) => {
    expect(isAnswerAtHome(url, whose)).toBe(isAtHome);
  });
});

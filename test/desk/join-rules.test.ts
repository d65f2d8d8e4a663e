import { judgeCode, REFUSALS, type JudgedCode, type Verdict } from '../../src/desk/join-rules.ts';

const [OURS, THEIRS, ADA, ME] = ['tenant-ours', 'tenant-theirs', 'person-ada', 'slack:T1:U1'];
const workspaceCode: JudgedCode = { tenantId: OURS, personId: null, state: 'good', usedBy: null };
const personCode: JudgedCode = { ...workspaceCode, personId: ADA };
const spent = { state: 'spent', usedBy: 'slack:T1:U2' } as const;

describe('a one-time code', () => {
  it.each<[string, JudgedCode | undefined, string | undefined, Verdict]>([
    ['that nobody made', undefined, undefined, 'unknown'],
    ['for a workspace, in one that is not joined', workspaceCode, undefined, 'good'],
    ['for a workspace, in one that is joined', workspaceCode, OURS, 'joined-already'],
    ['for a workspace, in one of another customer', workspaceCode, THEIRS, 'elsewhere'],
    ['for a person, in a joined workspace', personCode, OURS, 'good'],
    ['for a person, in one that is not joined', personCode, undefined, 'workspace-first'],
    ['for a person, in one of another customer', personCode, THEIRS, 'elsewhere'],
    ['that was spent', { ...workspaceCode, ...spent }, undefined, 'spent'],
    ['that was spent, in one of another customer', { ...workspaceCode, ...spent }, THEIRS, 'spent'],
    ['that is too old', { ...workspaceCode, state: 'expired' }, undefined, 'expired'],
    ['that I have just spent here', { ...workspaceCode, ...spent, usedBy: ME }, OURS, 'again'],
    ['that I have spent for somewhere else', { ...workspaceCode, ...spent, usedBy: ME }, THEIRS, 'spent'],
  ])('%s', (_what, code, workspaceTenant, verdict) => {
    expect(judgeCode(code, workspaceTenant, ME)).toBe(verdict);
  });

  it('that is refused is answered with a sentence that says what to do or what stays', () => {
    for (const words of Object.values(REFUSALS)) expect(words).toMatch(/Please|please|first|ask|nothing was changed/);
  });
});

// Records requests, in the chats of two records officers: who holds which key is known by their platforms, and by nothing that is typed.
import { valuesOf } from '../../chat/answers.ts';
import type { Reply } from '../../chat/interaction.ts';
import { AppError } from '../../errors.ts';
import { countCollected } from '../../records/collect.ts';
import { issueKey } from '../../records/keys.ts';
import { next, requestName, type Step } from '../../records/request-rules.ts';
import * as requests from '../../records/requests.ts';
import { findSubject } from '../../records/subjects.ts';
import { findSchool } from '../../roster/schedule.ts';
import { getPersonName } from '../../roster/store.ts';
import { onSubmit, type Asked, type Context, type Feature, type Verb } from '../feature.ts';
import * as screens from './screens.ts';

export const records: Feature = {
  name: 'records',
  verbs: [
    {
      command: 'district',
      verb: 'records',
      usage: '[open|code NUMBER|NUMBER]',
      help: 'Records requests, under two officers’ keys',
      roles: ['RECORDS_OFFICER'],
      run: (ctx, words) => answer(ctx, words.trim()),
    },
    myData('checkin', ['PRINCIPAL']),
    myData('coach', ['COACH', 'LP_MANAGER']),
    myData('district', ['DISTRICT_LEADER', 'ADMIN', 'RECORDS_OFFICER']),
  ],
  presses: {
    'records:open': () => Promise.resolve(openReply()),
    'records:approve': (ctx, state) => step(ctx, state, 'approve-scope'),
    'records:refuse': (ctx, state) => step(ctx, state, 'refuse'),
    'records:release': (ctx, state) => step(ctx, state, 'approve-export'),
    'records:return': (ctx, state) => step(ctx, state, 'return'),
    'records:withdraw': (ctx, state) => step(ctx, state, 'withdraw'),
    'records:close': (ctx, state) => step(ctx, state, 'close'),
    'records:code': (ctx, state) => giveCode(ctx, state['r'] ?? ''),
  },
  forms: [onSubmit({ id: screens.openForm.id, draw: () => Promise.resolve(screens.openForm), submit: open })],
  hears: {
    async 'records.submitted'(ctx, { requestId }) {
      await askSecond(ctx, requestId);
    },
  },
  examples: screens.examples,
};

function myData(command: Verb['command'], roles: Verb['roles']): Verb {
  return {
    command,
    verb: 'mydata',
    usage: '',
    help: 'Have everything about you as a page and a file',
    roles,
    run: async ({ tx, viewer, now }) => ({
      kind: 'say',
      card: screens.personCodeCard(await issueKey(tx, viewer, now)),
    }),
  };
}

async function answer(ctx: Asked, words: string): Promise<Reply> {
  const [first = '', second = ''] = words.split(/\s+/);
  if (first === '') {
    const all = await requests.listRequests(ctx.tx, ctx.viewer);
    return { kind: 'say', card: screens.listCard(await Promise.all(all.slice(0, 10).map((one) => tellOf(ctx, one)))) };
  }
  if (first === 'open') return openReply();
  if (first === 'code') return giveCode(ctx, second);
  const request = await requests.getRequest(ctx.tx, ctx.viewer, first);
  return { kind: 'say', card: await cardOf(ctx, request, ctx.personId) };
}

function openReply(): Reply {
  return { kind: 'open', form: screens.openForm, state: {}, values: {}, launcher: screens.launcher };
}

interface Opened {
  about: string;
  from: string;
  to: string;
  reference: string;
  tell: boolean;
  why?: string;
}

async function open(ctx: Asked, answers: Opened): Promise<Reply> {
  const refuse = (errors: Record<string, string>): Reply => ({
    kind: 'refuse',
    form: screens.openForm,
    state: {},
    values: valuesOf(screens.openForm, { ...answers }),
    errors,
  });
  if (answers.to < answers.from) return refuse({ to: 'The last day is before the first.' });
  if (!answers.tell && (answers.why ?? '').trim() === '')
    return refuse({ why: 'Please name the law or the order that forbids to tell them.' });
  const about = await findAbout(ctx, answers.about.trim());
  if (typeof about === 'string') return refuse({ about });
  const { from, to, reference, why } = answers;
  const request = await requests.openRequest(ctx.tx, ctx.viewer, ctx.now, {
    ...about,
    ...{ from, to, reference },
    ...(answers.tell || why === undefined ? {} : { untoldWhy: why }),
  });
  const told = await askSecond(ctx, request.id);
  return {
    kind: 'done',
    message:
      told === 0
        ? `${requestName(request.number)} is open, but nobody else is a records officer of this district. It needs a second one.`
        : `${requestName(request.number)} is open. ${told === 1 ? 'The other records officer is' : 'The other records officers are'} asked.`,
  };
}

async function findAbout(
  { tx, viewer }: Asked,
  named: string,
): Promise<{ schoolId: string } | { personId: string } | string> {
  const school = await findSchool(tx, viewer, named).catch(saidNo);
  if (school) return { schoolId: school.id };
  const person = await findSubject(tx, viewer, named).catch(saidNo);
  return person
    ? { personId: person.id }
    : 'I know no school and no person by this name. Use a full name, or an e-mail address.';
}

function saidNo(error: unknown): undefined {
  if (error instanceof AppError) return undefined;
  throw error;
}

async function step(ctx: Asked, state: Record<string, string>, which: Exclude<Step, 'read'>): Promise<Reply> {
  const more = state['h'] === undefined ? {} : { hash: state['h'] };
  const request = await requests.takeStep(ctx.tx, ctx.viewer, ctx.now, state['r'] ?? '', which, more);
  if (which === 'approve-scope' && request.untoldWhy === null) await tellSubjects(ctx, request);
  const others = await requests.listOtherOfficers(ctx.tx, ctx.viewer, requests.scopeOf(request));
  for (const { id } of others)
    await ctx.send(id, {
      key: `records:${request.id}:${which}:${ctx.now.toISOString()}:${id}`,
      kind: 'records',
      card: await cardOf(ctx, request, id),
    });
  return { kind: 'say', card: await cardOf(ctx, request, ctx.personId) };
}

async function tellSubjects(ctx: Context, request: requests.Request): Promise<void> {
  for (const { id } of await requests.listSubjects(ctx.tx, ctx.viewer, request))
    await ctx.send(id, {
      key: `records:told:${request.id}:${id}`,
      kind: 'records.told',
      card: screens.toldCard(request.about, request.from, request.to),
    });
}

/** Each other officer reads in their own chat what their key would open. */
async function askSecond(ctx: Context, requestId: string): Promise<number> {
  const request = await requests.getRequest(ctx.tx, ctx.viewer, requestId);
  const first = request.status === 'SUBMITTED' ? request.submittedById : request.openedById;
  const others = await requests.listOtherOfficers(
    ctx.tx,
    { ...ctx.viewer, personId: first },
    requests.scopeOf(request),
  );
  for (const { id } of others)
    await ctx.send(id, {
      key: `records:${request.id}:${request.status}:${request.contentHash ?? ''}:${id}`,
      kind: 'records',
      card: await cardOf(ctx, request, id),
    });
  return others.length;
}

async function giveCode(ctx: Asked, idOrNumber: string): Promise<Reply> {
  const request = await requests.getRequest(ctx.tx, ctx.viewer, idOrNumber);
  next('read', request, ctx.personId);
  return {
    kind: 'say',
    card: screens.codeCard(request.number, await issueKey(ctx.tx, ctx.viewer, ctx.now, request.id)),
  };
}

async function cardOf(ctx: Context, request: requests.Request, reader: string) {
  const told = await tellOf(ctx, request);
  const first = request.status === 'SUBMITTED' ? request.submittedById : request.openedById;
  const counts = await countCollected(ctx.tx, ctx.viewer, request);
  return screens.requestCard(told, counts, screens.buttonsFor(told, first === reader));
}

async function tellOf({ tx, viewer }: Context, request: requests.Request): Promise<screens.Told> {
  return {
    ...request,
    isTold: request.untoldWhy === null,
    openedBy: await getPersonName(tx, viewer, request.openedById),
  };
}

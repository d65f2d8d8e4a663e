import type { Reply } from '../../../src/chat/interaction.ts';
import { laterReply, noteForm, openNote, setStage, simpleCard, TEAM, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => {
  stage.reset();
});
afterAll(() => stage.close());

const maya = () => stage.pocket.screen('U0MAYA');
const topModal = () => maya().modals.at(-1);
const modalCalled = (title: string) => () => (topModal()?.title === title ? topModal() : undefined);
const messagesIn = (kind: 'im' | 'public') => maya().conversations.find((one) => one.kind === kind)?.messages ?? [];
const lastIn = (kind: 'im' | 'public') => () => messagesIn(kind).at(-1);
const wordsOf = (blocks: unknown) => JSON.stringify(blocks);

async function openTheNote(more: Parameters<typeof openNote>[0] = {}) {
  stage.answer(() => openNote(more));
  expect(await stage.pocket.sendCommand('U0MAYA', 'dm', '/checkin')).toEqual({ ok: true });
  return stage.pocket.until(modalCalled('A short note'));
}

async function openThenAnswer(reply: Reply | Promise<Reply>) {
  const modal = await openTheNote();
  stage.answer(() => reply);
  return modal;
}

describe('a form', () => {
  it('brings its answers, state and version, and closes', async () => {
    const modal = await openThenAnswer({ kind: 'done' });

    const seen = await stage.pocket.submitView('U0MAYA', modal.id, { note: 'All well', 'steps.a1': 'done' });

    expect(seen).toEqual({ ok: true });
    expect(topModal()).toBeUndefined();
    expect(stage.received.at(-1)).toMatchObject({
      kind: 'submit',
      id: expect.stringMatching(new RegExp(`^slack:${TEAM}:${modal.id}:.`)),
      form: 'sample:note',
      version: 2,
      state: { week: '2026-10-12' },
      values: { note: 'All well', 'steps.a1': 'done' },
      sender: { platform: 'slack', userId: 'U0MAYA' },
    });
  });

  it('ends with a kind word where there is one', async () => {
    const modal = await openThenAnswer({ kind: 'done', message: 'Thank you, Maya.' });

    await stage.pocket.submitView('U0MAYA', modal.id, { note: 'All well' });

    expect(wordsOf(topModal()?.blocks)).toContain('Thank you, Maya.');
    expect(topModal()?.submit).toBeFalsy();
  });

  it('shows each error beside its input and keeps what was typed', async () => {
    const errors = { note: 'Shorter, please.', steps: 'Pick one.', elsewhere: 'And this.' };
    const modal = await openThenAnswer({
      kind: 'refuse',
      form: noteForm,
      state: { week: '2026-10-12' },
      values: {},
      errors,
    });

    const seen = await stage.pocket.submitView('U0MAYA', modal.id, { note: 'A long story' });

    expect(seen).toEqual({ ok: false, errors: { note: 'Shorter, please. And this.', 'steps.a1': 'Pick one.' } });
    expect(wordsOf(topModal()?.values)).toContain('A long story');
  });

  it('is drawn anew, with the errors in words, when it must carry another state', async () => {
    const refusal = {
      form: noteForm,
      state: { week: '2026-10-19' },
      values: { note: 'x' },
      errors: { note: 'The week has changed.' },
    };
    const modal = await openThenAnswer({ kind: 'refuse', ...refusal });

    await stage.pocket.submitView('U0MAYA', modal.id, { note: 'My words' });
    expect(wordsOf(topModal()?.blocks)).toContain('The week has changed.');
    expect(wordsOf(topModal()?.values)).toContain('My words');
    stage.answer(() => ({ kind: 'done' }));
    await stage.pocket.submitView('U0MAYA', modal.id);

    expect(stage.received.at(-1)).toMatchObject({ state: { week: '2026-10-19' }, values: { note: 'My words' } });
  });

  it('may be followed by another form, into which nothing of the first one leaks', async () => {
    const next = { ...noteForm, id: 'sample:next', title: 'One more' };
    const modal = await openThenAnswer(openNote({ form: next }));

    await stage.pocket.submitView('U0MAYA', modal.id, { note: 'For the first form only' });

    expect(topModal()?.title).toBe('One more');
    expect(wordsOf(topModal()?.values)).not.toContain('For the first form only');
    stage.answer(() => ({ kind: 'done' }));
    await stage.pocket.submitView('U0MAYA', modal.id, { note: 'For the second' });
    expect(stage.received.at(-1)).toMatchObject({ form: 'sample:next', values: { note: 'For the second' } });
  });

  it('shows that a slow answer is being saved, and then that it was', async () => {
    const slow = laterReply();
    const modal = await openThenAnswer(slow.promise);

    expect(await stage.pocket.submitView('U0MAYA', modal.id, { note: 'All well' })).toEqual({ ok: true });
    expect(wordsOf(topModal()?.blocks)).toContain('Saving…');
    slow.resolve({ kind: 'done', message: 'Saved. Thank you.' });

    await stage.pocket.until(() => wordsOf(topModal()?.blocks).includes('Saved. Thank you.'));
  });

  it('comes back filled, with the errors in words, when a slow answer is refused', async () => {
    const slow = laterReply();
    const modal = await openThenAnswer(slow.promise);

    await stage.pocket.submitView('U0MAYA', modal.id, { note: 'A long story' });
    slow.resolve({
      kind: 'refuse',
      form: noteForm,
      state: { week: '2026-10-12' },
      values: { note: 'A long story' },
      errors: { note: 'Shorter, please.' },
    });

    await stage.pocket.until(() => wordsOf(topModal()?.blocks).includes('Shorter, please.'));
    expect(wordsOf(topModal()?.values)).toContain('A long story');
  });

  it('keeps the window open with everything typed when it could not be saved', async () => {
    const modal = await openThenAnswer(Promise.reject(new Error('no database')));

    const seen = await stage.pocket.submitView('U0MAYA', modal.id, { note: 'Worth keeping' });

    expect(seen).toEqual({ ok: false, errors: { note: expect.stringContaining('could not save this just now') } });
    expect(wordsOf(topModal()?.values)).toContain('Worth keeping');
  });

  it('comes back with everything typed when a slow answer could not be saved, and can be sent again', async () => {
    const slow = laterReply();
    const modal = await openThenAnswer(slow.promise.then(() => Promise.reject(new Error('no database'))));

    await stage.pocket.submitView('U0MAYA', modal.id, { note: 'Worth keeping', mood: 'good', 'steps.a1': 'done' });
    slow.resolve({ kind: 'nothing' });

    await stage.pocket.until(() => wordsOf(topModal()?.blocks).includes('could not save this just now'));
    stage.answer(() => ({ kind: 'done' }));
    await stage.pocket.submitView('U0MAYA', modal.id);
    expect(stage.received.at(-1)).toMatchObject({
      form: 'sample:note',
      state: { week: '2026-10-12' },
      values: { note: 'Worth keeping', mood: 'good', 'steps.a1': 'done' },
    });
  });

  it('tells in the chat that nothing was saved when the window was closed meanwhile', async () => {
    const slow = laterReply();
    const modal = await openThenAnswer(slow.promise);

    await stage.pocket.submitView('U0MAYA', modal.id, { note: 'A long story' });
    await stage.pocket.closeView('U0MAYA', modal.id);
    slow.resolve({ kind: 'refuse', form: noteForm, state: {}, values: {}, errors: { note: 'Shorter, please.' } });

    const message = await stage.pocket.until(lastIn('im'));
    expect(message.text).toContain('What do you want to say?: Shorter, please.');
  });

  it('answers in the chat what does not belong into the window', async () => {
    const modal = await openThenAnswer({ kind: 'say', card: simpleCard('Your plan, Maya.') });

    await stage.pocket.submitView('U0MAYA', modal.id, { note: 'All well' });

    expect(await stage.pocket.until(lastIn('im'))).toMatchObject({ text: expect.stringContaining('Your plan, Maya.') });
    expect(topModal()).toBeUndefined();
  });

  it('is sent back untouched where nothing was changed', async () => {
    const modal = await openTheNote({ values: { note: 'as it was', mood: 'hard' } });
    stage.answer(() => ({ kind: 'done' }));

    await stage.pocket.submitView('U0MAYA', modal.id);

    expect(stage.received.at(-1)).toMatchObject({ values: { note: 'as it was', mood: 'hard' } });
  });
});

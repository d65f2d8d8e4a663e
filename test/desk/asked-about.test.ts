import type { Values } from '../../src/chat/form.ts';
import { askedAbout } from '../../src/desk/asked-about.ts';
import type { Drafts } from '../../src/features/feature.ts';

function keptInMemory(): Drafts {
  const kept = new Map<string, Values>();
  const key = (form: string, state: Record<string, string>) => JSON.stringify([form, state]);
  return {
    find: (form, state) => Promise.resolve(kept.get(key(form, state))),
    keep: (form, state, values) => Promise.resolve(void kept.set(key(form, state), values)),
    drop: (form, state) => Promise.resolve(void kept.delete(key(form, state))),
  };
}

function sent(id: string, more: { sending?: string; state?: Record<string, string> } = {}) {
  const sender = { platform: 'slack', teamId: 'T1', userId: 'U1' } as const;
  const place = { private: true };
  return { kind: 'submit' as const, id, sender, place, form: 'a:b', version: 1, state: {}, values: {}, ...more };
}

describe('a name that was asked about', () => {
  it('is confirmed by the next press of Send, and by no repetition of the same', async () => {
    const drafts = keptInMemory();
    await askedAbout(drafts, sent('drawing 1')).note(['jaden r']);
    expect(await askedAbout(drafts, sent('drawing 1')).confirmed()).toEqual(new Set());
    expect(await askedAbout(drafts, sent('drawing 2')).confirmed()).toEqual(new Set(['jaden r']));
  });

  it('is told apart by the press where the window keeps its id', async () => {
    const drafts = keptInMemory();
    await askedAbout(drafts, sent('window', { sending: '1' })).note(['jaden r']);
    expect(await askedAbout(drafts, sent('window', { sending: '1' })).confirmed()).toEqual(new Set());
    expect(await askedAbout(drafts, sent('window', { sending: '2' })).confirmed()).toEqual(new Set(['jaden r']));
  });

  it('stays confirmed when another one is asked about', async () => {
    const drafts = keptInMemory();
    await askedAbout(drafts, sent('1')).note(['jaden r']);
    await askedAbout(drafts, sent('2')).note(['maya', 'jaden r']);
    expect(await askedAbout(drafts, sent('2')).confirmed()).toEqual(new Set(['jaden r']));
    expect(await askedAbout(drafts, sent('3')).confirmed()).toEqual(new Set(['jaden r', 'maya']));
  });

  it('says nothing of another form or another matter, and is forgotten with the form', async () => {
    const drafts = keptInMemory();
    await askedAbout(drafts, sent('1')).note(['jaden r']);
    expect(await askedAbout(drafts, sent('2', { state: { c: '7' } })).confirmed()).toEqual(new Set());
    await askedAbout(drafts, sent('2')).forget();
    expect(await askedAbout(drafts, sent('3')).confirmed()).toEqual(new Set());
  });
});

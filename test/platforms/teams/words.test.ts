import { Activity } from '../../../src/platforms/teams/activity.ts';
import { readMessage, readValues } from '../../../src/platforms/teams/read.ts';
import { readPresence } from '../../../src/platforms/teams/read-presence.ts';
import { findCommand } from '../../../src/platforms/teams/words.ts';

const base = {
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/amer/',
  from: { id: '29:ana' },
  recipient: { id: '28:app' },
  conversation: { id: 'a:chat', conversationType: 'personal', tenantId: 'tenant' },
};
const told = (more: object) => Activity.parse({ ...base, ...more });

describe('what a person typed in Teams', () => {
  test.each([
    ['checkin', 'checkin', ''],
    ['/CheckIn history', 'checkin', 'history'],
    ['Check-in', 'checkin', ''],
    ['help!', 'help', ''],
    ['district   digest preview ', 'district', 'digest preview'],
    ['coach\nstep', 'coach', 'step'],
    ['check in', 'checkin', ''],
    ['“help”', 'help', ''],
    ['"coach log Rivera"', 'coach', 'log Rivera'],
    ['COACH', 'coach', ''],
  ])('"%s" is the command %s with the words "%s"', (text, command, words) => {
    expect(findCommand(text)).toEqual({ command, words });
  });

  test.each(['', 'checkins', 'we had help', '//checkin', 'coaching went well', 'check in with Maria', '"', 'home'])(
    '"%s" is no command',
    (text) => {
      expect(findCommand(text)).toBeUndefined();
    },
  );

  test.each([
    ['done,&nbsp;4 rooms &amp; a bus', 'done, 4 rooms & a bus'],
    ['one<br/>two\r\nthree', 'one\ntwo\nthree'],
    ['a\u00a0\u00a0b \u200b c', 'a b c'],
    ['&lt;b&gt; stays &#39;as typed&#39; &bogus; &#xd800;', "<b> stays 'as typed' &bogus; &#xd800;"],
    ['a family 👩‍👧 came', 'a family 👩‍👧 came'],
  ])('"%s" is read as "%s"', (text, read) => {
    expect(readMessage(told({ text }))).toMatchObject({ kind: 'text', text: read });
  });

  describe.each([
    ['in the chat with the app', 'personal', { id: 'a:chat', conversationType: 'personal', tenantId: 'tenant' }],
    ['in a channel', 'channel', { id: '19:c@thread.tacv2', conversationType: 'channel', tenantId: 'tenant' }],
    ['in a group chat', 'group', { id: '19:g@thread.v2', conversationType: 'groupChat', tenantId: 'tenant' }],
  ])('%s', (_, kind, conversation) => {
    const named = (name: string) => [{ type: 'mention', text: name, mentioned: { id: '28:app', name: 'Throughline' } }];
    const heard = (text: string, name = '<at>Throughline</at>') =>
      readMessage(told({ text, conversation, entities: named(name) }));

    test.each([
      '<at>Throughline</at> coach step Rivera',
      '<at>Throughline</at>&nbsp;coach&nbsp;step Rivera',
      '<p><at>Throughline</at></p><p>/Coach step\u00a0Rivera</p>',
      'coach step Rivera <at>Throughline</at>',
      '\u200b<at>Throughline</at>\u202f COACH,   step\r\nRivera\r\n',
    ])('%j is a command that names the app', (text) => {
      const read = heard(text);
      expect(read).toMatchObject({ kind: 'command', command: 'coach', place: { private: kind === 'personal' } });
      expect(String(Object(read).words).split(/\s+/)).toEqual(['step', 'Rivera']);
    });

    test('the word home is heard where the app is named', () => {
      expect(heard('<at>Throughline</at> Home.')).toMatchObject({ kind: 'text', text: 'Home.' });
    });

    test('what names the app and is no command is told what would be one, and in the chat it is what was said', () => {
      const read = heard('<at>Throughline</at> hello there');
      if (kind === 'personal') expect(read).toMatchObject({ kind: 'text', text: 'hello there' });
      else expect(read).toBe('hint');
    });
  });

  test('a channel in which the app is not named is left alone', () => {
    const conversation = { id: '19:c@thread.tacv2', conversationType: 'channel', tenantId: 'tenant' };
    expect(readMessage(told({ text: 'home', conversation }))).toBeUndefined();
    expect(readMessage(told({ text: 'hello', conversation }))).toBeUndefined();
  });

  test('a picture without words is nothing to answer', () => {
    expect(readMessage(told({ text: '', attachments: [{ contentType: 'image/png' }] }))).toBeUndefined();
  });

  test('a group chat is not private and has no channel', () => {
    const conversation = { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: 'tenant' };
    const heard = readMessage(told({ text: 'help', conversation }));
    expect(heard).toMatchObject({
      kind: 'command',
      place: { private: false, address: { conversationId: '19:group@thread.v2' } },
    });
    expect(heard).not.toHaveProperty('place.address.channelId');
  });

  test.each([
    [{ type: 'installationUpdate', action: 'add' }, 'installed'],
    [{ type: 'installationUpdate', action: 'add-upgrade' }, 'installed'],
    [{ type: 'installationUpdate', action: 'remove' }, 'removed'],
    [{ type: 'installationUpdate', action: 'remove-upgrade' }, undefined],
    [{ type: 'conversationUpdate', membersAdded: [{ id: '29:ben' }, { id: '28:app' }] }, 'installed'],
    [{ type: 'conversationUpdate', membersAdded: [{ id: '29:ben' }] }, undefined],
    [{ type: 'conversationUpdate', membersRemoved: [{ id: '28:app' }] }, 'removed'],
    [{ type: 'conversationUpdate', channelData: { eventType: 'channelCreated' } }, undefined],
    [{ type: 'conversationUpdate', channelData: { eventType: 'channelRenamed' } }, undefined],
    [{ type: 'messageReaction' }, undefined],
  ])('%j means %s', (more, change) => {
    const heard = readPresence(told(more));
    expect(heard?.kind === 'presence' ? heard.change : undefined).toBe(change);
  });

  test('answers of every type become text, and our own keys are not answers', () => {
    const data = JSON.parse(
      '{"f":"x","visits":4,"met":true,"topics":"a,b","empty":"","steps.s1":"done","__proto__":"x,y","msteams":{}}',
    );
    const values = readValues(data, ['topics', '__proto__']);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    expect(values).toMatchObject({ visits: '4', met: 'true', topics: ['a', 'b'], 'steps.s1': 'done' });
    expect(Object.keys(values)).not.toContain('empty');
  });
});

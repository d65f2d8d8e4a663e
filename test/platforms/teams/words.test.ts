import { Activity } from '../../../src/platforms/teams/activity.ts';
import { readMessage, readPresence, readValues } from '../../../src/platforms/teams/read.ts';
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
  ])('"%s" is the command %s with the words "%s"', (text, command, words) => {
    expect(findCommand(text)).toEqual({ command, words });
  });

  test.each(['', 'checkins', 'we had help', '//checkin', 'coaching went well'])('"%s" is no command', (text) => {
    expect(findCommand(text)).toBeUndefined();
  });

  test.each([
    ['done,&nbsp;4 rooms &amp; a bus', 'done, 4 rooms & a bus'],
    ['one<br/>two\r\nthree', 'one\ntwo\nthree'],
    ['a\u00a0\u00a0b \u200b c', 'a b c'],
    ['&lt;b&gt; stays &#39;as typed&#39; &bogus; &#xd800;', "<b> stays 'as typed' &bogus; &#xd800;"],
    ['a family 👩‍👧 came', 'a family 👩‍👧 came'],
  ])('"%s" is read as "%s"', (text, read) => {
    expect(readMessage(told({ text }))).toMatchObject({ kind: 'text', text: read });
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
    [{ type: 'conversationUpdate', channelData: { eventType: 'channelCreated' } }, 'installed'],
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

// A snow day: an administrator calls a day off, and within a minute nothing of it goes out any more.
import type { Reply } from '../../chat/interaction.ts';
import { ForbiddenError } from '../../errors.ts';
import { hasRole, systemViewer } from '../../roster/access.ts';

import { fits, nearest } from '../../roster/names.ts';
import { listPairs } from '../../roster/store.ts';
import { dayIn } from '../../zone.ts';
import type { Asked, Feature } from '../feature.ts';
import { callOffDay, districtPlace, takeBackDay, type Place } from './call.ts';
import { readRequest } from './rules.ts';
import * as screens from './screens.ts';

export const closure: Feature = {
  name: 'closure',
  verbs: [
    {
      command: 'district',
      verb: 'closure',
      usage: 'today|DAY|undo [school]',
      help: 'Call a day off, for the district or one school',
      roles: ['ADMIN'],
      run: change,
    },
  ],
  presses: { 'closure:undo': undo },
  examples: screens.examples,
};

async function change(ctx: Asked, words: string): Promise<Reply> {
  const places = await listPlaces(ctx);
  const [first] = places;
  if (!first) return say('No coaching is active in a district of yours yet.');
  const request = readRequest(words, dayIn(first.timeZone, ctx.now));
  const place = choose(places, request.place);
  if (typeof place === 'string') return say(place);
  if (request.undo) {
    const undone = await takeBackDay(ctx, place, request.day);
    if (!undone) return say(`No closure of ${place.name} is in force, so there is nothing to undo.`);
    return { kind: 'say', card: screens.openAgainCard(place.name, undone.day) };
  }
  if (request.day === undefined)
    return say('Say which day: /district closure today, or /district closure 2026-11-19. A school’s name may follow.');
  const stopped = await callOffDay(ctx, place, request.day, request.kind);
  const state = { d: place.districtId, s: place.scope, y: request.day };
  return { kind: 'say', card: screens.closedCard(place.name, request.day, stopped, state) };
}

async function undo(ctx: Asked, state: Record<string, string>): Promise<Reply> {
  const place = (await listPlaces(ctx)).find((one) => one.districtId === state['d'] && one.scope === state['s']);
  if (!place) throw new ForbiddenError('Only an administrator of the district may open that day again.');
  const undone = await takeBackDay(ctx, place, state['y'] ?? '');
  return undone
    ? { kind: 'say', card: screens.openAgainCard(place.name, undone.day) }
    : say('That closure has been taken back already.');
}

/** The districts of which somebody is an administrator, their own or their provider's, and the schools of these. */
async function listPlaces(ctx: Asked): Promise<Place[]> {
  const pairs = (await listPairs(ctx.tx, systemViewer(ctx.viewer.tenantId))).filter(
    ({ school, providerId }) =>
      hasRole(ctx.viewer, 'ADMIN', school.districtId) || hasRole(ctx.viewer, 'ADMIN', providerId),
  );
  const schools = new Map(pairs.map(({ school }) => [school.id, school]));
  const districts: Place[] = [];
  for (const id of new Set(pairs.map(({ school }) => school.districtId))) districts.push(await districtPlace(ctx, id));
  return [
    ...districts,
    ...[...schools.values()].map(({ id, name, timeZone, districtId }) => ({ districtId, scope: id, name, timeZone })),
  ];
}

/** The place that is meant, or a question. Without a name it is the only district. */
function choose(places: readonly Place[], named: string): Place | string {
  const districts = places.filter(({ scope }) => scope === 'district');
  const [only, ...more] = named === '' ? districts : places.filter(({ name }) => fits(named, name) !== undefined);
  if (only && more.length === 0) return only;
  const whole = places.filter(({ name }) => fits(named, name) === 'whole');
  if (named !== '' && whole.length === 1 && whole[0]) return whole[0];
  if (named === '') return `Which district? Type its name: /district closure today ${only?.name ?? ''}`;
  const near = only ? [only, ...more] : nearest(named, places, ({ name }) => [name]);
  const names = near
    .slice(0, 5)
    .map(({ name }) => name)
    .join(' or ');
  return names === ''
    ? `I know no school or district of yours called “${named.slice(0, 60)}”.`
    : `Did you mean ${names}? Nothing was changed.`;
}

function say(text: string): Reply {
  return { kind: 'say', card: screens.wordsCard(text) };
}

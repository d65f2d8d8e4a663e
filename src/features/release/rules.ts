// Who may read what was released, in which states a release is, and how both are said.
import type { Audience } from '../../chat/audience.ts';
import { mayRead, type Belongs, type Viewer } from '../../roster/access.ts';
import { seen, type Thing } from '../../roster/matrix.ts';
import type { Releasable } from '../../roster/release-keys.ts';

/** Where there is a place to read it: the district's summary, and what the partner's managers type. */
export const AUDIENCES = ['DISTRICT', 'PROGRAM'] as const satisfies readonly Audience[];
export type ReleaseAudience = (typeof AUDIENCES)[number];

export function isAudience(name: string): name is ReleaseAudience {
  return (AUDIENCES as readonly string[]).includes(name);
}

const THINGS: Readonly<Record<Releasable, Thing>> = {
  step: 'step-text',
  goal: 'focus-areas',
  answer: 'principal-text',
};

export function thingOf(kind: Releasable): Thing {
  return THINGS[kind];
}

/** The managers read every goal already, so there is nothing to release to them. */
export function audiencesFor(kind: Releasable): readonly ReleaseAudience[] {
  return kind === 'goal' ? ['DISTRICT'] : AUDIENCES;
}

/** May this viewer read it, now that it was released to this audience and to no other? */
export function mayReadReleased(
  viewer: Viewer,
  of: { kind: Releasable; audience: ReleaseAudience; belongs: Belongs },
): boolean {
  const released = mayRead(viewer, of.audience, of.belongs);
  return seen(viewer, thingOf(of.kind), { ...of.belongs, released }) === 'all';
}

export type ShareState = 'WAITING' | 'RELEASED' | 'DECLINED' | 'CHANGED' | 'WITHDRAWN';

/** As much of a release as its standing depends on; the instants are in words. */
export interface Standing {
  state: ShareState;
  audience: ReleaseAudience;
  coach: string;
  district: string;
  wasOut: boolean;
  /** Of the summary in which it stands, if it is in one. */
  postedOn?: string;
  /** It may have been read there: posted, and not only on its way. */
  isOut: boolean;
  /** Of the next summary, where one is planned. */
  nextPost?: string;
}

export function mayWithdraw({ state }: Pick<Standing, 'state'>): boolean {
  return state === 'WAITING' || state === 'RELEASED';
}

export function standingInWords(of: Standing): string {
  switch (of.state) {
    case 'WAITING':
      return `Waiting for ${of.coach}. Nobody else can read it.`;
    case 'DECLINED':
      return `${of.coach} said not now, so it was not released.`;
    case 'CHANGED':
      return 'The words were changed since, so they are not released any more.';
    case 'WITHDRAWN':
      return of.wasOut ? `Withdrawn. It had been posted: ${CANNOT_UNSEND}` : 'Withdrawn.';
    case 'RELEASED':
      if (of.audience === 'PROGRAM') return 'Released. The partner’s managers can read it.';
      if (of.postedOn !== undefined && of.isOut)
        return `Posted on ${of.postedOn} in the summary of ${of.district}. It cannot be unsent.`;
      return of.postedOn === undefined
        ? `Released. It comes with the ${whichPost(of)}.`
        : 'Released. It is on its way to the channel.';
  }
}

const CANNOT_UNSEND = 'it has been read, and cannot be unsent. No later summary has it.';

/** What withdrawing did, and what it could not do. */
export function withdrawnInWords(
  before: Pick<Standing, 'state' | 'audience'> & { inPreview: boolean },
  wasOut: boolean,
): string {
  if (before.state === 'WAITING') return 'Withdrawn. It was never released.';
  if (before.audience === 'PROGRAM')
    return 'Withdrawn. The partner’s managers cannot read it here any more. Who has read it has read it.';
  if (wasOut)
    return `Withdrawn, and I am taking the line out of the post. It was posted before you withdrew it: ${CANNOT_UNSEND}`;
  const preview = before.inPreview
    ? ' It is gone from the preview too, where the partner’s managers may have read it.'
    : '';
  return `Withdrawn before it was posted. No summary will have it.${preview}`;
}

/** Whoever reads it, and from when on that cannot be undone: beside the very words, before anything is released. */
export function readersInWords(
  audience: ReleaseAudience,
  of: { district: string; school: string; nextPost?: string },
): string {
  if (audience === 'PROGRAM')
    return `The managers of your coaching partner can read this at once, with your name and ${of.school}. Who has read it has read it, also when you withdraw it later.`;
  const after = of.nextPost === undefined ? 'after the next summary is posted' : `after ${of.nextPost}`;
  return `Everybody in the channel with the weekly summary of ${of.district} can read this, beside the name of ${of.school}. The partner’s managers and district leaders can look ahead at it. It can't be unsent ${after}.`;
}

export function whichPost({ nextPost, district }: { nextPost?: string; district: string }): string {
  return nextPost === undefined ? `next summary of ${district}` : `summary of ${district} on ${nextPost}`;
}

export const KINDS: Readonly<Record<Releasable, string>> = {
  step: 'A step that is done',
  goal: 'A goal',
  answer: 'A note in a check-in',
};

/** What it is called in a sentence that begins with "your". */
export const NOUNS: Readonly<Record<Releasable, string>> = { step: 'step', goal: 'goal', answer: 'note' };

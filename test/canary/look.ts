// Who has what on the screen: every account of both pockets is looked at after every act, because windows close again.
import type { Viewer } from '../../src/roster/access.ts';
import { viewerOf } from '../../src/roster/store.ts';
import { rows, type Scene } from '../flows/acts.ts';
import type { Mark, Marks } from './marks.ts';

export interface Looking {
  /** At everybody's, or at the one account that has just acted. */
  look(name?: string): void;
  /** Something that somebody was told outside the screens: an answer on the wire, a page. */
  heard(who: string, text: string): void;
  /** Which marks somebody has had before their eyes, by the name that the platform shows. */
  marksOf(name: string): Mark[];
  /** Which of the watched words. */
  watchedOf(name: string): string[];
  names(): string[];
}

export function startLooking(scene: Scene, marks: Marks, watched: readonly string[]): Looking {
  const had = new Map<string, { marks: Map<string, Mark>; watched: Set<string> }>();
  const last = new Map<string, string>();
  const heard = (who: string, text: string) => {
    const one = had.get(who) ?? { marks: new Map<string, Mark>(), watched: new Set<string>() };
    had.set(who, one);
    for (const words of watched) if (text.includes(words)) one.watched.add(words);
    for (const mark of marks.foundIn(text)) one.marks.set(mark.text, mark);
  };
  return {
    look(only) {
      for (const { account, name, read } of everyScreen(scene)) {
        if (only !== undefined && only !== name) continue;
        const screen = read();
        if (last.get(account) === screen) continue;
        last.set(account, screen);
        heard(name, screen);
      }
    },
    heard,
    marksOf: (name) => [...(had.get(name)?.marks.values() ?? [])],
    watchedOf: (name) => [...(had.get(name)?.watched ?? [])],
    names: () => [...had.keys()],
  };
}

function everyScreen({ stage: { slack, teams } }: Scene): { account: string; name: string; read: () => string }[] {
  return [
    ...slack.describeWorld().workspaces.flatMap(({ id, people }) =>
      people.map((one) => ({
        account: `${id} ${one.id}`,
        name: one.realName,
        read: () => JSON.stringify(slack.screen({ workspaceId: id, userId: one.id })),
      })),
    ),
    ...teams.users.map((user) => ({
      account: `${user.tenantId} ${user.id}`,
      name: user.name,
      read: () => JSON.stringify(teams.screen(user)),
    })),
  ];
}

/** By name, with the roles and the pairs that they have on a day. */
export async function everybody(scene: Scene, today: string): Promise<Map<string, Viewer>> {
  return rows(scene, async (tx) => {
    const people = await tx.person.findMany({ select: { id: true, displayName: true } });
    const viewers = new Map<string, Viewer>();
    for (const { id, displayName } of people) viewers.set(displayName, await viewerOf(tx, scene.tenantId, id, today));
    return viewers;
  });
}

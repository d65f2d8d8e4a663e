// What somebody typed into a form is kept before anything is done with it, and offered back until it is done.
import type { Form, Values } from '../chat/form.ts';
import type { Interaction, Reply } from '../chat/interaction.ts';
import { LIMITS } from '../chat/limits.ts';
import type { Tx } from '../db/client.ts';
import type { Viewer } from '../roster/access.ts';
import { deleteDraft, findDraft, saveDraft, type Matter } from './drafts/store.ts';
import type { Asked, Drafts } from '../features/feature.ts';

/** Far more than all fields of a form may hold: what is longer comes from no form of ours. */
const MOST_CHARACTERS = 100_000;
const KEPT_WORDS = 'We kept what you wrote last time.';

/** `had` are those of the transaction's beginning, where they are known. */
export function draftsOf(tx: Tx, viewer: Viewer, now: Date, had?: readonly Matter[]): Drafts {
  let none = had?.length === 0;
  return {
    find: async (form, state) => (none ? undefined : findDraft(tx, viewer, matterOf(form, state))),
    async keep(form, state, values) {
      const clean = storable(values);
      none = false;
      if (JSON.stringify(clean).length <= MOST_CHARACTERS)
        await saveDraft(tx, viewer, matterOf(form, state), clean, now);
    },
    drop: (form, state) => deleteDraft(tx, viewer, matterOf(form, state)),
  };
}

/** A form that came a second time was done the first time; it must not be offered back. */
export async function dropRepeated(tx: Tx, viewer: Viewer, sent: Extract<Interaction, { kind: 'submit' }>) {
  await deleteDraft(tx, viewer, matterOf(sent.form, sent.state), storable(sent.values));
}

/**
 * Fills what was kept into a form that opens. What has just been said goes before it, and is kept as well: in Teams, and where
 * a window cannot open at once, a button opens the form later and knows nothing of it.
 */
export async function offerDraft(ctx: Asked, reply: Reply): Promise<Reply> {
  if (reply.kind !== 'open') return reply;
  const { form, state, said = {}, ...rest } = reply;
  const draft = await ctx.drafts.find(form.id, state);
  if (Object.keys(said).length > 0) await ctx.drafts.keep(form.id, state, { ...draft, ...said });
  const values = { ...rest.values, ...draft, ...said };
  const isOld = Object.keys(draft ?? {}).some((name) => !(name in said) && !isSame(values[name], rest.values[name]));
  return { ...rest, state, values, form: isOld ? withKeptWords(form) : form };
}

function matterOf(form: string, state: Record<string, string>): Matter {
  const sorted = Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1));
  return { form, subject: clean(JSON.stringify(Object.fromEntries(sorted))) };
}

/** Where the form has room for the sentence. */
function withKeptWords(form: Form): Form {
  const intro = form.intro === undefined ? KEPT_WORDS : `${KEPT_WORDS} ${form.intro}`;
  return intro.length > LIMITS.intro ? form : { ...form, intro };
}

function storable(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      clean(name),
      typeof value === 'string' ? clean(value) : value.map(clean),
    ]),
  );
}

/** PostgreSQL's JSON takes neither the NUL character nor half of a surrogate pair. */
function clean(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '');
}

function isSame(a: string | string[] | undefined, b: string | string[] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

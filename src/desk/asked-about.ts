// Which names somebody was asked about, until the form is done: who sends one again as it is has answered.
import type { Interaction } from '../chat/interaction.ts';
import type { Drafts } from '../features/feature.ts';

export interface AskedAbout {
  /** Asked about by an earlier press of Send. The same request that comes twice is no answer. */
  confirmed(): Promise<ReadonlySet<string>>;
  note(names: readonly string[]): Promise<void>;
  forget(): Promise<void>;
}

/** Kept as a draft of its own: for its author alone, and forgotten like one. */
const KEPT_AS = 'desk:asked-about';

export function askedAbout(drafts: Drafts, sent: Extract<Interaction, { kind: 'submit' }>): AskedAbout {
  const about = { form: sent.form, state: JSON.stringify(Object.entries(sent.state).sort()) };
  const sending = sent.sending ?? sent.id;
  return {
    async confirmed() {
      const had = (await drafts.find(KEPT_AS, about)) ?? {};
      return new Set(Object.keys(had).filter((name) => had[name] !== sending));
    },
    async note(names) {
      if (names.length === 0) return;
      const asked = Object.fromEntries(names.map((name) => [name, sending]));
      await drafts.keep(KEPT_AS, about, { ...asked, ...(await drafts.find(KEPT_AS, about)) });
    },
    forget: () => drafts.drop(KEPT_AS, about),
  };
}

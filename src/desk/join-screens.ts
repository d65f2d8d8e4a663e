import { defineCard, type Button, type Card } from '../chat/card.ts';
import { defineForm } from '../chat/define-form.ts';
import { ask } from '../chat/form.ts';
import type { Interaction, Reply } from '../chat/interaction.ts';

export const OPEN_JOIN = { action: 'join:open', label: 'I have a code', state: {}, opens: 'form' } as const;

export const JOIN_FORM = defineForm({
  id: 'join:code',
  version: 1,
  title: 'Connect with a code',
  submit: 'Connect',
  fields: {
    code: ask.line('Your one-time code', {
      hint: 'Twelve letters and numbers, for example 7K3M-Q0TV-9XHB. It is good for one use.',
      maxLength: 40,
    }),
  },
});

/** Told to somebody whose workspace belongs to no customer yet, or whom the roster does not know. */
export function strangerCard(stranger: 'workspace' | 'person'): Card {
  const isNew = stranger === 'workspace';
  const button: Button = isNew ? { ...OPEN_JOIN, label: 'Connect this workspace', style: 'primary' } : OPEN_JOIN;
  const text = isNew
    ? 'This workspace is not connected to a district yet. An administrator can connect it with a one-time code from the Throughline contact; nothing was saved.'
    : 'I do not know you yet. The e-mail address of your account here must be the one in your district’s staff list. Your administrator can add it, or give you a one-time code; nothing was saved.';
  return defineCard({
    id: 'people:stranger',
    summary: isNew ? 'This workspace is not connected yet.' : 'I do not know you yet.',
    parts: [
      { kind: 'text', text },
      { kind: 'buttons', buttons: [button] },
      { kind: 'text', quiet: true, text: 'You can also write to me: join, and then the code.' },
    ],
  });
}

export function openJoin(): Reply {
  return { kind: 'open', form: JOIN_FORM, state: {}, values: {}, launcher: OPEN_JOIN };
}

/** The form comes back with the sentence beside the code; whoever typed the code into the chat is answered there. */
export function refuseCode(interaction: Interaction, words: string): Reply {
  if (interaction.kind === 'submit' && interaction.form === JOIN_FORM.id)
    return {
      kind: 'refuse',
      form: JOIN_FORM,
      state: interaction.state,
      values: interaction.values,
      errors: { code: words },
    };
  return {
    kind: 'say',
    card: defineCard({ id: 'people:code', summary: words, parts: [{ kind: 'text', text: words }] }),
  };
}

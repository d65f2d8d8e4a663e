// Every screen's example, as each platform shows it, for the gallery.
import { valuesOf } from '../chat/answers.ts';
import { plainText } from '../chat/plain.ts';
import type { AnyForm } from '../chat/form.ts';
import { features } from '../desk/index.ts';
import type { Example } from '../features/feature.ts';
import { renderCard as slackCard } from '../platforms/slack/render-card.ts';
import { renderForm as slackForm } from '../platforms/slack/render-form.ts';
import { renderCard as teamsCard } from '../platforms/teams/render-card.ts';
import { renderForm as teamsForm } from '../platforms/teams/render-form.ts';

export interface GalleryEntry {
  feature: string;
  id: string;
  kind: 'form' | 'card';
  text: string;
  slack: unknown;
  teams: unknown;
  json: unknown;
}

export function listGallery(): GalleryEntry[] {
  return features.flatMap((feature) => feature.examples.map((example) => entryOf(feature.name, example)));
}

function entryOf(feature: string, example: Example): GalleryEntry {
  if ('card' in example) {
    const { card } = example;
    return {
      feature,
      id: card.id,
      kind: 'card',
      text: plainText(card),
      slack: slackCard(card),
      teams: teamsCard(card),
      json: card,
    };
  }
  const { form, answers } = example;
  const values = valuesOf(form, answers);
  return {
    feature,
    id: form.id,
    kind: 'form',
    text: formInWords(form),
    slack: slackForm(form, { state: {}, values }),
    teams: teamsForm(form, { state: {}, values, nonce: 'example', draw: 0 }),
    json: { form, answers },
  };
}

function formInWords(form: AnyForm): string {
  const fields = Object.values(form.fields).map((field) => `${field.label}${field.optional ? ' (optional)' : ''}`);
  return [form.title, ...(form.intro === undefined ? [] : [form.intro]), ...fields, `[${form.submit}]`].join('\n');
}

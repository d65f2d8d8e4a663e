/** Draws cards with Microsoft's own renderer, which the page loads as the global `AdaptiveCards`. */
import type * as Renderer from 'adaptivecards';
import { make } from './dom.ts';
import { LOOK } from './look.ts';
import { markdownHtml } from './markdown.ts';

declare const AdaptiveCards: typeof Renderer;

export type CardContent = Record<string, unknown>;
/** What a button carries, with the answers among it where it sends a form. */
export type Data = Record<string, unknown>;

interface Drawing {
  card: CardContent;
  /** Headings within it come below this one. */
  headingLevel: number;
  onSend(data: Data): void;
  onLink(url: string): void;
}

let prepared = false;

export function drawCard({ card, headingLevel, onSend, onLink }: Drawing): HTMLElement {
  prepareRenderer();
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig({ ...LOOK, textBlock: { headingLevel } });
  drawn.parse(card);
  drawn.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) onLink(action.url ?? '');
    else if (action instanceof AdaptiveCards.SubmitAction) onSend({ ...action.data });
  };
  const element = drawn.render() ?? make('p', { class: 'quiet' }, 'This card could not be shown.');
  element.classList.add('card');
  // The renderer makes the whole card a stop for the keyboard, where there is nothing to do.
  element.removeAttribute('tabindex');
  nameButtons(drawn);
  markRequired(drawn);
  return element;
}

/** Says what a button is, so that the focus finds it again when the card is drawn anew. */
export function keyOf(element: Element | null): string | undefined {
  return element?.closest('[data-key]')?.getAttribute('data-key') ?? undefined;
}

function nameButtons(card: Renderer.AdaptiveCard): void {
  const walk = (element: Renderer.CardElement): void => {
    for (let at = 0; at < element.getActionCount(); at += 1) {
      const action = element.getActionAt(at);
      // Its words may change with what it does next, what it is about does not.
      const key = action instanceof AdaptiveCards.SubmitAction ? JSON.stringify(action.data) : action?.title;
      action?.renderedElement?.setAttribute('data-key', key ?? '');
    }
    if (element instanceof AdaptiveCards.CardElementContainer)
      for (let at = 0; at < element.getItemCount(); at += 1) walk(element.getItemAt(at));
  };
  walk(card);
}

function prepareRenderer(): void {
  if (prepared) return;
  prepared = true;
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdownHtml(text);
    result.didProcess = true;
  };
  // The renderer calls an empty number with a minimum invalid, even when no answer is needed.
  const isValid = AdaptiveCards.NumberInput.prototype.isValid;
  AdaptiveCards.NumberInput.prototype.isValid = function isValidOrEmpty(this: Renderer.NumberInput): boolean {
    return this.isSet() ? isValid.call(this) : !this.isRequired;
  };
}

/** Says "invalid" to screen readers too, at the moment the renderer does so to the eye. */
function markRequired(card: Renderer.AdaptiveCard): void {
  for (const input of card.getAllInputs()) {
    const validate = input.validateValue.bind(input);
    input.validateValue = () => {
      const valid = validate();
      const root = input.renderedElement;
      const field = root?.matches('input, textarea, select') ? root : root?.querySelector('input, textarea, select');
      field?.setAttribute('aria-invalid', String(!valid));
      return valid;
    };
  }
}

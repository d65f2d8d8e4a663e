/** Draws Adaptive Cards with Microsoft's own renderer, which the page loads as the global `AdaptiveCards`. */
import type * as Renderer from 'adaptivecards';
import type { Card } from './teams-api.ts';
import { TEAMS_LOOK } from './teams-card-look.ts';
import { drawChart } from './teams-charts.ts';
import { make } from './teams-dom.ts';
import { markdownHtml } from './teams-markdown.ts';

declare const AdaptiveCards: typeof Renderer;

const CHARTS = [
  'Donut',
  'Pie',
  'Gauge',
  'Line',
  'VerticalBar',
  'VerticalBar.Grouped',
  'HorizontalBar',
  'HorizontalBar.Stacked',
];

export interface CardAction {
  /** The button's number among all of the message, as the server counts them. */
  index: number;
  values: Record<string, string>;
}

interface DrawnCard {
  element: HTMLElement;
  readValues(): Record<string, string>;
}

let prepared = false;

export function drawCard(card: Card, onAction: (action: CardAction) => void): DrawnCard {
  prepareRenderer();
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(TEAMS_LOOK);
  drawn.parse(card);
  const readValues = (): Record<string, string> =>
    Object.fromEntries(drawn.getAllInputs().map((input) => [input.id ?? '', input.isSet() ? String(input.value) : '']));
  drawn.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction && action.url) window.open(action.url, '_blank', 'noopener');
    else onAction({ index: Number(/^action-(\d+)$/.exec(action.id ?? '')?.[1] ?? 0), values: readValues() });
  };
  const element = drawn.render() ?? make('p', { class: 'tms-card-broken' }, 'This card could not be shown.');
  element.classList.add('tms-card');
  markRequired(drawn);
  return { element, readValues };
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
  for (const name of CHARTS)
    AdaptiveCards.GlobalRegistry.defaultElements.register(`Chart.${name}`, chartElement(`Chart.${name}`));
}

function chartElement(type: string): new () => Renderer.CardElement {
  return class Chart extends AdaptiveCards.CardElement {
    #raw: Record<string, unknown> = {};

    override parse(source: Record<string, unknown>, context?: Renderer.SerializationContext): void {
      this.#raw = source;
      super.parse(source, context);
    }

    override getJsonTypeName(): string {
      return type;
    }

    protected override internalRender(): HTMLElement {
      return drawChart({ ...this.#raw, type });
    }
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

/** Draws Block Kit. */
import { drawChart } from './slack-chart.ts';
import { el, freshId, icon, icons } from './slack-dom.ts';
import { drawElement, isGroup } from './slack-elements.ts';
import type { Block, Cell, Element, Text } from './slack-screen.ts';
import type { Stage } from './slack-stage.ts';
import { drawMarkdown, drawRichText, drawText } from './slack-text.ts';

export function drawBlocks(blocks: readonly Block[], stage: Stage): HTMLElement {
  return el('div', { class: 'ps-blocks' }, ...blocks.map((block) => drawBlock(block, stage)));
}

function drawBlock(block: Block, stage: Stage): HTMLElement {
  const press = { blockId: block.block_id, stage, dispatches: true };
  switch (block.type) {
    case 'header':
      return el('h3', { class: 'ps-header' }, block.text.text);
    case 'divider':
      return el('hr', { class: 'ps-divider' });
    case 'section':
      return el(
        'div',
        { class: 'ps-section' },
        el(
          'div',
          { class: 'ps-section-words' },
          block.text ? el('div', { class: 'ps-text' }, drawText(block.text, stage.names)) : undefined,
          block.fields
            ? el(
                'div',
                { class: 'ps-fields' },
                ...block.fields.map((field) => el('div', {}, drawText(field, stage.names))),
              )
            : undefined,
        ),
        block.accessory ? el('div', { class: 'ps-accessory' }, drawElement(block.accessory, press)) : undefined,
      );
    case 'context':
      return el('div', { class: 'ps-context' }, ...block.elements.map((one) => drawContext(one, stage)));
    case 'actions':
      return el('div', { class: 'ps-actions' }, ...block.elements.map((one) => drawElement(one, press)));
    case 'image':
      return el(
        'figure',
        { class: 'ps-image' },
        block.title ? el('figcaption', {}, block.title.text) : undefined,
        el('img', { src: block.image_url, alt: block.alt_text, loading: 'lazy' }),
      );
    case 'input':
      return drawInput(block, stage);
    case 'markdown':
      return el('div', { class: 'ps-text' }, drawMarkdown(block.text, stage.names));
    case 'rich_text':
      return el('div', { class: 'ps-text' }, ...drawRichText(block.elements, stage.names));
    case 'table':
      return drawTable(block.rows, stage, undefined, block.column_settings);
    case 'data_table':
      return drawTable(block.rows, stage, block.caption);
    case 'data_visualization':
      return drawChart(block.title, block.chart);
    case 'alert':
      return el(
        'div',
        { class: `ps-alert ps-alert-${block.level ?? 'default'}`, role: 'note' },
        icon(icons.warning),
        el('span', {}, drawText(block.text, stage.names)),
      );
    case 'card':
      return el(
        'div',
        { class: 'ps-card' },
        ...[block.title, block.subtitle, block.body, block.subtext].map((text, index) =>
          text ? el('div', { class: `ps-card-${String(index)}` }, drawText(text, stage.names)) : undefined,
        ),
        block.actions
          ? el('div', { class: 'ps-actions' }, ...block.actions.map((one) => drawElement(one, press)))
          : undefined,
      );
    case 'carousel':
      return el(
        'div',
        { class: 'ps-carousel', role: 'group', 'aria-label': 'Cards', tabindex: 0 },
        ...block.elements.map((one) => drawBlock(one, stage)),
      );
    case 'container':
      return drawContainer(block, stage);
    default:
      return el('div', { class: 'ps-context' }, 'This part cannot be shown here.');
  }
}

function drawContainer(block: Extract<Block, { type: 'container' }>, stage: Stage): HTMLElement {
  const title = block.rich_text_title
    ? drawRichText(block.rich_text_title.elements, stage.names)
    : [block.title?.text ?? ''];
  const subtitle = block.subtitle
    ? el('div', { class: 'ps-card-1' }, drawText(block.subtitle, stage.names))
    : undefined;
  const inside = drawBlocks(block.child_blocks, stage);
  const heading = el('div', { class: 'ps-card-0' }, ...title);
  if (block.is_collapsible !== true) return el('div', { class: 'ps-card ps-container' }, heading, subtitle, inside);
  return el(
    'details',
    { class: 'ps-card ps-container', open: block.default_collapsed !== true },
    el('summary', {}, heading, subtitle),
    inside,
  );
}

/** Label above, hint below, and the error right under the field it is about. */
function drawInput(block: Extract<Block, { type: 'input' }>, stage: Stage): HTMLElement {
  const id = freshId('input');
  const labelId = `${id}-label`;
  const error = stage.errors[block.block_id];
  const required = block.optional !== true;
  const control = drawElement(block.element, {
    blockId: block.block_id,
    stage,
    dispatches: block.dispatch_action === true,
    labels: { id, labelId, describedBy: `${id}-error ${id}-hint`, invalid: error !== undefined, required },
  });
  const optional = required ? undefined : el('span', { class: 'ps-optional' }, ' (optional)');
  const label = isGroup(block.element)
    ? el('div', { class: 'ps-label', id: labelId }, block.label.text, optional)
    : el('label', { class: 'ps-label', id: labelId, for: id }, block.label.text, optional);
  return el(
    'div',
    { class: `ps-field${error === undefined ? '' : ' ps-field-wrong'}`, 'data-block': block.block_id },
    label,
    control,
    el('div', { class: 'ps-error', id: `${id}-error` }, ...describeError(error)),
    el('div', { class: 'ps-hint', id: `${id}-hint` }, block.hint?.text),
  );
}

/** Shows new errors in fields that are already drawn, so that nothing typed is disturbed. */
export function showErrors(root: HTMLElement, errors: Record<string, string>): void {
  for (const field of Array.from(root.querySelectorAll<HTMLElement>('[data-block]'))) {
    const error = errors[field.dataset['block'] ?? ''];
    field.classList.toggle('ps-field-wrong', error !== undefined);
    field.querySelector('.ps-error')?.replaceChildren(...describeError(error));
    for (const control of Array.from(field.querySelectorAll('input.ps-input, textarea, select, [role=radiogroup]')))
      control.setAttribute('aria-invalid', error === undefined ? 'false' : 'true');
  }
}

function describeError(error: string | undefined): Node[] {
  return error === undefined ? [] : [icon(icons.warning), document.createTextNode(error)];
}

function drawContext(one: Text | Element, stage: Stage): HTMLElement {
  if (one.type === 'image')
    return el('img', {
      src: 'image_url' in one ? one.image_url : undefined,
      alt: 'alt_text' in one ? one.alt_text : '',
    });
  // Everything in a context block that is no image is a text object.
  return el('span', {}, drawText(one as Text, stage.names));
}

function drawTable(
  rows: readonly Cell[][],
  stage: Stage,
  caption?: string,
  settings?: { align?: string }[],
): HTMLElement {
  const [head = [], ...body] = rows;
  const cell = (tag: 'td' | 'th') => (one: Cell, index: number) =>
    el(
      tag,
      {
        scope: tag === 'th' ? 'col' : undefined,
        style: settings?.[index]?.align === undefined ? undefined : `text-align:${settings[index].align}`,
      },
      ...(one.type === 'rich_text' ? drawRichText(one.elements, stage.names) : [one.text]),
    );
  const table = el(
    'table',
    { class: 'ps-table' },
    caption === undefined ? undefined : el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...head.map(cell('th')))),
    el('tbody', {}, ...body.map((row) => el('tr', {}, ...row.map(cell('td'))))),
  );
  return el('div', { class: 'ps-table-box', role: 'group', 'aria-label': caption ?? 'Table', tabindex: 0 }, table);
}

/** Draws what can be pressed, chosen and typed into, with native controls wherever the browser has one. */
import { askToConfirm } from './slack-confirm.ts';
import { el, freshId, icon, icons } from './slack-dom.ts';
import type { Element, Entry, Option, Text } from './slack-screen.ts';
import { readHeld } from './slack-stage.ts';
import type { Stage } from './slack-stage.ts';
import { drawText } from './slack-text.ts';

/** How an input block ties its label, hint and error to the control. */
type Labels = { id: string; labelId: string; describedBy: string; invalid: boolean; required: boolean };

type Drawing = { blockId: string; stage: Stage; labels?: Labels | undefined; dispatches: boolean };

export function drawElement(element: Element, drawing: Drawing): HTMLElement {
  switch (element.type) {
    case 'button':
      return drawButton(element, drawing);
    case 'image':
      return el('img', { class: 'ps-thumb', src: element.image_url, alt: element.alt_text ?? '' });
    case 'overflow':
      return drawOverflow(element, drawing);
    case 'static_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return drawSelect(element, drawing);
    case 'radio_buttons':
      return drawChoices(element, drawing, 'radio');
    case 'checkboxes':
      return drawChoices(element, drawing, 'checkbox');
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return drawChoices(element, drawing, 'checkbox', 'ps-choices ps-choices-many');
    default:
      return drawField(element, drawing);
  }
}

/** Radio buttons and checkboxes are named by a legend, everything else by a label. */
export function isGroup(element: Element): boolean {
  return element.type === 'radio_buttons' || element.type === 'checkboxes' || element.type.startsWith('multi_');
}

function drawButton(element: Element, { blockId, stage }: Drawing): HTMLElement {
  const style = element.style === undefined ? '' : ` ps-button-${element.style}`;
  const button = el(
    'button',
    {
      type: 'button',
      class: `ps-button${style}`,
      'aria-label': element.accessibility_label,
      ...keyed(element, blockId, stage),
    },
    asText(element.text),
  );
  button.addEventListener('click', () => {
    void (async () => {
      if (element.confirm && !(await askToConfirm(button, element.confirm, stage.names))) return;
      if (element.url !== undefined) window.open(element.url, '_blank', 'noopener');
      button.setAttribute('aria-busy', 'true');
      await stage.press(blockId, element);
      button.removeAttribute('aria-busy');
    })();
  });
  return button;
}

function drawOverflow(element: Element, { blockId, stage }: Drawing): HTMLElement {
  const items = (element.options ?? []).map((option) => {
    const item = el('button', { type: 'button', class: 'ps-menu-item' }, option.text.text);
    item.addEventListener('click', () => {
      menu.open = false;
      void stage.press(blockId, element, option.value);
    });
    return item;
  });
  const menu = el(
    'details',
    { class: 'ps-overflow' },
    el(
      'summary',
      { class: 'ps-button', 'aria-label': 'More actions', ...keyed(element, blockId, stage) },
      icon(icons.more),
    ),
    el('div', { class: 'ps-menu' }, ...items),
  );
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') menu.open = false;
  });
  return menu;
}

function drawSelect(element: Element, drawing: Drawing): HTMLElement {
  const [held = ''] = readHeld(holding(element, drawing));
  const draw = (option: Option) =>
    el('option', { value: option.value, selected: option.value === held }, option.text.text);
  const select = el(
    'select',
    { class: 'ps-input ps-select', ...wired(element, drawing) },
    el('option', { value: '' }, element.placeholder?.text ?? 'Choose an option'),
    ...(element.option_groups?.map((group) =>
      el('optgroup', { label: group.label.text }, ...group.options.map(draw)),
    ) ?? offer(element, drawing.stage).map(draw)),
  );
  select.addEventListener('change', () => {
    report(element, drawing, select.value === '' ? null : select.value);
  });
  return select;
}

function drawChoices(
  element: Element,
  drawing: Drawing,
  type: 'radio' | 'checkbox',
  className = 'ps-choices',
): HTMLElement {
  const held = new Set(readHeld(holding(element, drawing)));
  const name = freshId('choice');
  const { labels } = drawing;
  const boxes: HTMLInputElement[] = [];
  const items = offer(element, drawing.stage).map((option, index) => {
    const box = el('input', {
      type,
      name,
      value: option.value,
      checked: held.has(option.value),
      ...(index === 0 ? keyed(element, drawing.blockId, drawing.stage) : {}),
    });
    boxes.push(box);
    box.addEventListener('change', () => {
      const chosen = boxes.filter((one) => one.checked).map((one) => one.value);
      report(element, drawing, type === 'radio' ? (chosen[0] ?? null) : chosen);
    });
    const description = option.description
      ? el('span', { class: 'ps-choice-about' }, drawText(option.description, drawing.stage.names))
      : undefined;
    return el(
      'label',
      { class: 'ps-choice' },
      box,
      el('span', {}, drawText(option.text, drawing.stage.names), description),
    );
  });
  return el(
    'div',
    {
      class: className,
      id: labels?.id,
      role: type === 'radio' ? 'radiogroup' : 'group',
      'aria-labelledby': labels?.labelId,
      'aria-label': labels ? undefined : (element.placeholder?.text ?? 'Choose'),
      'aria-describedby': labels?.describedBy,
      ...(type === 'radio' && labels ? { 'aria-invalid': labels.invalid ? 'true' : 'false' } : {}),
    },
    ...items,
  );
}

function drawField(element: Element, drawing: Drawing): HTMLElement {
  const [held = ''] = readHeld(holding(element, drawing));
  const long = element.multiline === true || element.type === 'rich_text_input';
  const kind = fieldKinds[element.type] ?? { type: 'text' };
  const shared = {
    class: 'ps-input',
    placeholder: element.placeholder?.text,
    maxlength: element.max_length ?? (element.type === 'plain_text_input' ? 3000 : undefined),
    ...wired(element, drawing),
  };
  const field = long ? el('textarea', { ...shared, rows: 4 }) : el('input', { ...shared, ...kind });
  field.value = element.type === 'datetimepicker' && held !== '' ? toLocalTime(Number(held)) : held;
  const isPicker = element.type.endsWith('picker');
  const read = (): Entry => {
    if (field.value === '') return null;
    return element.type === 'datetimepicker' ? String(Math.floor(new Date(field.value).getTime() / 1000)) : field.value;
  };
  field.addEventListener(isPicker ? 'change' : 'input', () => {
    if (isPicker) report(element, drawing, read());
    else drawing.stage.enter(drawing.blockId, element, read());
  });
  field.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || long || !drawing.dispatches) return;
    event.preventDefault();
    void drawing.stage.press(drawing.blockId, element, read());
  });
  return field;
}

const fieldKinds: Record<string, Record<string, string> | undefined> = {
  // Not type=number: what is wrong must be kept as typed and named beside the field, as Slack does.
  number_input: { type: 'text', inputmode: 'decimal' },
  email_text_input: { type: 'email', autocomplete: 'off' },
  url_text_input: { type: 'url' },
  datepicker: { type: 'date' },
  timepicker: { type: 'time' },
  datetimepicker: { type: 'datetime-local' },
};

function report(element: Element, drawing: Drawing, entry: Entry): void {
  if (drawing.labels) drawing.stage.enter(drawing.blockId, element, entry);
  if (drawing.dispatches) void drawing.stage.press(drawing.blockId, element, entry);
}

function holding(element: Element, { blockId, stage }: Drawing) {
  return stage.values[blockId]?.[element.action_id ?? ''];
}

function offer(element: Element, stage: Stage): Option[] {
  const asOption = (value: string, text: string): Option => ({ value, text: { type: 'plain_text', text } });
  if (/users_select$/.test(element.type))
    return Object.entries(stage.names).flatMap(([id, name]) => (/^[UW]/.test(id) ? [asOption(id, name)] : []));
  if (/(conversations|channels)_select$/.test(element.type))
    return stage.conversations.flatMap((one) => (one.kind === 'im' ? [] : [asOption(one.id, `#${one.name}`)]));
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
}

function keyed(element: Element, blockId: string, stage: Stage) {
  return { 'data-key': `${stage.key}/${blockId}/${element.action_id ?? ''}`, 'data-autofocus': element.focus_on_load };
}

function wired(element: Element, { blockId, stage, labels }: Drawing) {
  return {
    ...keyed(element, blockId, stage),
    id: labels?.id,
    'aria-label': labels ? undefined : (element.placeholder?.text ?? 'Choose an option'),
    'aria-describedby': labels?.describedBy,
    'aria-invalid': labels?.invalid === true ? 'true' : undefined,
    'aria-required': labels?.required === true ? 'true' : undefined,
  };
}

function asText(text: Text | string | undefined): string {
  return typeof text === 'string' ? text : (text?.text ?? '');
}

function toLocalTime(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

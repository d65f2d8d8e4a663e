/** The gallery: every screen's example as Slack, as Teams, as text and as JSON, one feature or all of them. */
import { drawSlack, drawTeams } from './gallery-drawings.ts';
import { createTabs } from './gallery-tabs.ts';
import { fill, make } from './teams-dom.ts';

interface Entry {
  feature: string;
  id: string;
  kind: 'form' | 'card';
  text: string;
  slack: object;
  teams: object;
  json: object;
}

const filter = find('filter');
const count = find('count');
const list = find('list');
let entries: readonly Entry[] = [];

document.querySelector('.shell-skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  find('screens').focus();
});
window.addEventListener('hashchange', show);
void load();

async function load(): Promise<void> {
  try {
    const response = await fetch('/playground/gallery.json');
    if (!response.ok) throw new Error('refused');
    // Our own server wrote them.
    entries = (await response.json()) as Entry[];
    show();
  } catch {
    fill(count, 'The screens could not be read. Reload the page to try again.');
  }
}

function show(): void {
  const feature = new URLSearchParams(location.hash.slice(1)).get('feature');
  const features = [...new Set(entries.map((entry) => entry.feature))];
  const chosen = features.find((one) => one === feature);
  const seen = chosen === undefined ? entries : entries.filter((entry) => entry.feature === chosen);
  fill(
    filter,
    filterLink('All', '#', entries.length, chosen === undefined),
    ...features.map((one) => {
      const size = entries.filter((entry) => entry.feature === one).length;
      return filterLink(inWords(one), `#feature=${encodeURIComponent(one)}`, size, one === chosen);
    }),
  );
  fill(count, `${seen.length} ${seen.length === 1 ? 'screen' : 'screens'}`);
  fill(list, ...seen.map(drawEntry));
}

function filterLink(words: string, href: string, size: number, current: boolean): HTMLElement {
  return make('a', { href, 'aria-current': current ? 'true' : undefined }, words, ' ', make('span', {}, String(size)));
}

function drawEntry(entry: Entry): HTMLElement {
  const name = nameOf(entry);
  const titleId = `screen-${entries.indexOf(entry)}`;
  const tabs = createTabs(name, titleId, [
    {
      title: 'Side by side',
      draw: () =>
        make('div', { class: 'sides' }, side('Slack', drawSlack(entry.slack)), side('Teams', drawTeams(entry.teams))),
    },
    { title: 'Slack', draw: () => make('div', { class: 'sides sides-one' }, drawSlack(entry.slack)) },
    { title: 'Teams', draw: () => make('div', { class: 'sides sides-one' }, drawTeams(entry.teams)) },
    { title: 'Text', draw: () => make('pre', { class: 'gallery-text' }, entry.text) },
    { title: 'JSON', draw: () => drawJson(entry) },
  ]);
  return make(
    'article',
    { class: 'entry', 'aria-labelledby': titleId },
    make(
      'header',
      { class: 'entry-head' },
      make('h2', { id: titleId }, name),
      make(
        'p',
        {},
        `${entry.kind === 'form' ? 'Form' : 'Card'} of ${inWords(entry.feature).toLowerCase()}, `,
        make('code', {}, entry.id),
      ),
      tabs.list,
    ),
    ...tabs.panels,
  );
}

function side(platform: string, drawing: HTMLElement): HTMLElement {
  return make('section', {}, make('h3', { class: 'side-name' }, platform), drawing);
}

function drawJson(entry: Entry): HTMLElement {
  const parts = [
    ['Throughline', entry.json],
    ['Slack', entry.slack],
    ['Teams', entry.teams],
  ] as const;
  return make(
    'div',
    { class: 'gallery-json' },
    ...parts.map(([title, value]) => {
      const text = JSON.stringify(value, undefined, 2);
      const button = make('button', { type: 'button', class: 'shell-button' }, 'Copy JSON');
      button.setAttribute('aria-label', `Copy JSON of ${title}`);
      button.addEventListener('click', () => void copy(button, text, title));
      return make(
        'section',
        {},
        make('div', { class: 'json-head' }, make('h3', { class: 'side-name' }, title), button),
        make('pre', { tabindex: 0, role: 'group', 'aria-label': `${title} JSON` }, text),
      );
    }),
  );
}

async function copy(button: HTMLElement, text: string, title: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(button, 'Copied', `${title} JSON copied.`);
  } catch {
    tell(button, 'Not copied', 'The browser did not allow copying. Select the text instead.');
  }
}

function tell(button: HTMLElement, words: string, sentence: string): void {
  button.textContent = words;
  find('said').textContent = sentence;
  window.setTimeout(() => {
    button.textContent = 'Copy JSON';
  }, 2_000);
}

/** `check-in:still-open` becomes "Still open". */
function nameOf(entry: Entry): string {
  return inWords(entry.id.split(':').at(-1) ?? entry.id);
}

function inWords(key: string): string {
  const words = key.replaceAll('-', ' ');
  return words === 'check in' ? 'Check-in' : words.charAt(0).toUpperCase() + words.slice(1);
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page lacks #${id}.`);
  return element;
}

/** The operators' page: reads the numbers every few seconds and draws them. */
import { barChart, lineChart, make, table } from './draw.ts';
import { buckets, durationInWords, largest, quantile, total, valuesOf, type Numbers } from './metrics.ts';

const EVERY_MS = 5_000;
const KEPT = 120;

const history: { sent: number; waiting: number }[] = [];
let before: number | undefined;
let paused = false;

async function refresh(): Promise<void> {
  try {
    const response = await fetch('/operations/numbers');
    if (response.status === 401) {
      location.reload();
      return;
    }
    if (!response.ok) throw new Error(String(response.status));
    show((await response.json()) as Numbers);
    say('');
  } catch {
    say('The numbers cannot be read just now. They are asked for again.');
  }
}

function show(numbers: Numbers): void {
  const sent = total(numbers, 'messages_total', { outcome: 'sent' });
  history.push({ sent: Math.max(sent - (before ?? sent), 0), waiting: total(numbers, 'queue_messages') });
  history.splice(0, history.length - KEPT);
  before = sent;
  byId('at').textContent = `At ${new Date(numbers.at).toLocaleTimeString('en-US')}`;
  byId('sign-out').hidden = !numbers.signedIn;
  fill('tiles', tiles(numbers, sent));
  fill('charts', [
    lineChart(
      'Messages waiting',
      history.map((one) => one.waiting),
    ),
    lineChart(
      `Messages sent in ${EVERY_MS / 1000} s`,
      history.map((one) => one.sent),
    ),
    barChart('How late messages went out', buckets(numbers, 'lateness_seconds').map(barOf)),
  ]);
  fill('tables', tables(numbers));
}

function tiles(numbers: Numbers, sent: number): HTMLElement[] {
  const [due, oldest] = [total(numbers, 'due_messages'), largest(numbers, 'oldest_due_message_seconds')];
  const [lost, parked] = [total(numbers, 'lost_messages'), total(numbers, 'parked_work')];
  const lag = valuesOf(numbers, 'event_loop_lag_seconds').find((one) => one.labels['quantile'] === '0.99')?.value ?? 0;
  return [
    tile('Could go now', String(due), false),
    tile('The oldest waits', due === 0 ? '–' : durationInWords(oldest), oldest > 300),
    tile('Sent since the start', String(sent), false),
    tile('Did not arrive, 7 days', String(lost), lost > 0),
    tile('Work given up', String(parked), parked > 0),
    tile('Event loop, 99 %', durationInWords(lag), lag > 0.5),
    ...(total(numbers, 'queue_readable') === 1 ? [] : [tile('The queue', 'cannot be read', true)]),
  ];
}

function tile(label: string, value: string, warn: boolean): HTMLElement {
  return make('li', warn ? { class: 'warn' } : {}, make('b', {}, value), label);
}

function tables(numbers: Numbers): HTMLElement[] {
  return [
    table(
      'Messages that did not arrive, last 7 days',
      ['Reason', 'In words', 'Messages'],
      rowsOf(numbers, 'lost_messages', ['reason']).map(([reason = '', count = '']) => [
        reason,
        numbers.reasons[reason] ?? '',
        count,
      ]),
      1,
    ),
    table(
      'In the queue',
      ['Platform', 'Kind', 'State', 'Messages'],
      rowsOf(numbers, 'queue_messages', ['platform', 'kind', 'state']),
      1,
    ),
    table('Work that is due', ['Job', 'Pieces'], rowsOf(numbers, 'due_work', ['job']), 1),
    table(
      'Tries since the start',
      ['Platform', 'Kind', 'What came of it', 'Reason', 'Tries'],
      rowsOf(numbers, 'messages_total', ['platform', 'kind', 'outcome', 'reason']),
      1,
    ),
    table(
      'Requests since the start',
      ['Platform', 'Kind', 'Answer', 'Requests'],
      rowsOf(numbers, 'requests_total', ['platform', 'kind', 'reply']),
      1,
    ),
    table(
      'How quickly',
      ['What', 'Half', '95 %', 'Times'],
      [
        speedOf(numbers, 'Requests acknowledged', 'acknowledge_seconds'),
        speedOf(numbers, 'Requests answered', 'answer_seconds'),
        speedOf(numbers, 'Windows ready', 'window_seconds'),
      ],
      3,
    ),
    table('Database connections', ['State', 'Connections'], rowsOf(numbers, 'database_connections', ['state']), 1),
  ];
}

/** Each value that is not zero with its labels, largest first. */
function rowsOf(numbers: Numbers, name: string, labels: readonly string[]): string[][] {
  return [...valuesOf(numbers, name)]
    .filter((one) => one.value > 0)
    .sort((a, b) => b.value - a.value)
    .map((one) => [...labels.map((label) => String(one.labels[label] ?? '')), String(one.value)]);
}

function speedOf(numbers: Numbers, what: string, name: string): string[] {
  const counted = buckets(numbers, name);
  const times = counted.reduce((sum, one) => sum + one.count, 0);
  const within = (part: number) => {
    const edge = quantile(counted, part);
    if (edge === undefined) return '–';
    return edge === Infinity ? 'more than 10 s' : `within ${durationInWords(edge)}`;
  };
  return [what, within(0.5), within(0.95), String(times)];
}

function barOf({ upTo, count }: { upTo: number; count: number }): { label: string; value: number } {
  return { label: upTo === Infinity ? 'more' : durationInWords(upTo), value: count };
}

function fill(id: string, children: readonly Node[]): void {
  byId(id).replaceChildren(...children);
}

function say(words: string): void {
  const place = byId('trouble');
  if (place.textContent !== words) place.textContent = words;
  place.hidden = words === '';
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

byId('pause').addEventListener('click', (event) => {
  paused = !paused;
  const button = event.currentTarget as HTMLButtonElement;
  button.setAttribute('aria-pressed', String(paused));
  if (!paused) void refresh();
});
setInterval(() => {
  if (!paused && !document.hidden) void refresh();
}, EVERY_MS);
void refresh();

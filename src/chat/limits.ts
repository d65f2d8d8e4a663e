import { ScreenError } from '../errors.ts';

/**
 * The tighter of the two platforms' limits, so that what fits here fits everywhere. Characters, unless a name says otherwise.
 * Slack: docs.slack.dev/block-kit and the modal reference; Teams: cards-format (a card's JSON within 25 KB).
 */
export const LIMITS = {
  title: 24,
  submit: 24,
  label: 150,
  hint: 300,
  intro: 1_000,
  option: 75,
  optionsTapped: 10,
  options: 100,
  rows: 10,
  fields: 20,
  line: 300,
  paragraph: 3_000,
  state: 2_000,
  heading: 150,
  text: 2_900,
  facts: 10,
  factLabel: 100,
  factValue: 1_800,
  listItems: 40,
  tableColumns: 8,
  tableRows: 60,
  cell: 300,
  chartTitle: 50,
  chartPoints: 20,
  chartLabel: 20,
  chartSeries: 6,
  button: 30,
  buttons: 5,
  parts: 40,
  cardBytes: 20_000,
  cardTextTotal: 9_000,
} as const;

export function assertFits(what: string, text: string, limit: number): void {
  if (text.length > limit)
    throw new ScreenError(`${what} has ${text.length} characters and may have ${limit}: "${text.slice(0, 60)}"`);
}

export function assertCount(what: string, count: number, limit: number): void {
  if (count > limit) throw new ScreenError(`${what} are ${count} and may be ${limit}`);
}

// People at their Home tab in Slack: they look, read and press. In Teams they type `home`, as anybody may.
import { slackWho, type Scene } from './acts.ts';

interface Button {
  label: string;
  actionId: string;
}

/** Opens the tab, as Slack tells the app, and waits until it was shown. */
export async function openHome(scene: Scene, email: string): Promise<string> {
  const before = shown(scene);
  await scene.stage.slack.openHome(slackWho(email));
  await scene.stage.slack.until(() => shown(scene) > before);
  return homeWords(scene, email);
}

/** How often a Home was shown so far, to anybody. */
export function shown({ stage }: Scene): number {
  return stage.slack.calls.filter((call) => call.method === 'views.publish').length;
}

/** What stands in the tab, without opening it. */
export function homeWords(scene: Scene, email: string): string {
  return wordsIn(blocksOf(scene, email)).join('\n');
}

export function homeButtons(scene: Scene, email: string): string[] {
  return buttonsIn(blocksOf(scene, email)).map((button) => button.label);
}

/** Presses the first button of that label, or the first after the words `below`. */
export async function pressAtHome(scene: Scene, email: string, label: string, below?: string): Promise<void> {
  const blocks = blocksOf(scene, email);
  const from = below === undefined ? 0 : blocks.findIndex((block) => wordsIn(block).includes(below));
  const button = from < 0 ? undefined : buttonsIn(blocks.slice(from)).find((one) => one.label === label);
  if (!button) throw new Error(`${email} sees no "${label}" at Home, but ${homeButtons(scene, email).join(', ')}`);
  await scene.stage.slack.press(slackWho(email), 'home', button.actionId);
}

/** Waits without sleeping until the tab says something. */
export async function until(scene: Scene, email: string, look: (words: string) => boolean): Promise<string> {
  await scene.stage.slack
    .until(() => look(homeWords(scene, email)))
    .catch(() => {
      throw new Error(`The Home of ${email} stayed like this:\n${homeWords(scene, email)}`);
    });
  return homeWords(scene, email);
}

interface Block {
  elements?: { type: string; action_id?: string; text?: { text?: string } }[];
}

function blocksOf(scene: Scene, email: string): Block[] {
  return (scene.stage.slack.screen(slackWho(email)).home?.blocks ?? []) as Block[];
}

function buttonsIn(blocks: readonly Block[]): Button[] {
  return blocks.flatMap((block) =>
    (block.elements ?? []).flatMap((element) =>
      element.type === 'button' ? [{ label: element.text?.text ?? '', actionId: element.action_id ?? '' }] : [],
    ),
  );
}

function wordsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : wordsIn(inner),
  );
}

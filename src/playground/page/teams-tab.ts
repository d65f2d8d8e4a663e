/**
 * The personal tab of an app: its page in a frame, and Teams' side of what the two tell each other. The page runs Microsoft's own
 * teams-js, unmodified, and cannot tell this Teams from the real one.
 */
import { make } from './teams-dom.ts';

interface HomeTabOptions {
  /** The token that Microsoft Entra gives for the person who looks. */
  signIn(): Promise<string>;
  openChat(): void;
  tenantId: string;
}

export interface HomeTab {
  element: HTMLElement;
  /** Loads the page, or takes it away. */
  show(visible: boolean): void;
  destroy(): void;
}

/** As teams-js writes a request to its host. */
interface Asked {
  id: number;
  uuidAsString?: string;
  func: string;
  args?: unknown[];
}

const PAGE = '/teams/tab';
/** What this Teams can do for a page; the version is the protocol's. */
const RUNTIME = { apiVersion: 4, isLegacyTeams: false, supports: { pages: {}, appLifecycle: {} } };
const CLIENT_VERSION = '2.58.0';

export function createHomeTab(options: HomeTabOptions): HomeTab {
  const element = make('div', { class: 'tms-tab', role: 'tabpanel', 'aria-label': 'Home', hidden: true });
  let frame: HTMLIFrameElement | undefined;

  async function answer({ func, args = [] }: Asked): Promise<unknown[] | undefined> {
    switch (func) {
      case 'initialize':
        return ['content', 'web', JSON.stringify(RUNTIME), CLIENT_VERSION];
      case 'getContext':
        return [contextOf(options.tenantId)];
      case 'authentication.getAuthToken':
        return options.signIn().then(
          (token) => [true, token],
          () => [false, 'CancelledByUser'],
        );
      case 'executeDeepLink':
        if (String(args[0]).endsWith('/conversations')) options.openChat();
        return [true];
      default:
        // Teams answers nothing to what a page merely tells it.
        return undefined;
    }
  }

  async function hear(event: MessageEvent<unknown>): Promise<void> {
    const guest = frame?.contentWindow;
    if (!guest || event.source !== guest || event.origin !== location.origin || !isAsked(event.data)) return;
    const { id, uuidAsString } = event.data;
    const args = await answer(event.data);
    if (args) guest.postMessage({ id, uuidAsString, args }, location.origin);
  }
  const listener = (event: MessageEvent<unknown>): void => void hear(event);
  window.addEventListener('message', listener);

  return {
    element,
    show: (visible) => {
      element.hidden = !visible;
      if (!visible) frame?.remove();
      if (!visible) frame = undefined;
      else if (!frame) {
        frame = make('iframe', { class: 'tms-tab-frame', src: PAGE, title: 'Home' });
        element.append(frame);
      }
    },
    destroy: () => window.removeEventListener('message', listener),
  };
}

function isAsked(data: unknown): data is Asked {
  return typeof data === 'object' && data !== null && 'func' in data && 'id' in data && typeof data.func === 'string';
}

function contextOf(tenantId: string): Record<string, unknown> {
  return {
    locale: 'en-us',
    theme: 'default',
    entityId: 'home',
    frameContext: 'content',
    hostName: 'Teams',
    hostClientType: 'web',
    tid: tenantId,
  };
}

export type AppTab = 'chat' | 'home';

const LABELS: Record<AppTab, string> = { chat: 'Chat', home: 'Home' };

/** The two tabs in the heading of the app's chat. */
export function drawTabs(chosen: AppTab, choose: (tab: AppTab) => void): HTMLElement {
  const tabs = (['chat', 'home'] as const).map((tab) =>
    make(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'tms-app-tab',
        'aria-selected': String(tab === chosen),
        tabindex: tab === chosen ? 0 : -1,
        click: () => choose(tab),
      },
      LABELS[tab],
    ),
  );
  const list = make('div', { class: 'tms-app-tabs', role: 'tablist', 'aria-label': 'App' }, ...tabs);
  list.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') choose(chosen === 'chat' ? 'home' : 'chat');
  });
  return list;
}

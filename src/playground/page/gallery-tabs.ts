/** Tabs as the ARIA pattern has them: one stop for the Tab key, arrows between them, panels drawn when first seen. */
import { fill, make } from './teams-dom.ts';

export interface Tab {
  title: string;
  draw: () => HTMLElement;
}

export function createTabs(
  label: string,
  id: string,
  tabs: readonly Tab[],
): { list: HTMLElement; panels: HTMLElement[] } {
  const buttons = tabs.map((tab, index) =>
    make(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `${id}-tab-${index}`,
        'aria-controls': `${id}-panel-${index}`,
        click: () => choose(index),
      },
      tab.title,
    ),
  );
  const panels = tabs.map((_, index) =>
    make('div', {
      role: 'tabpanel',
      id: `${id}-panel-${index}`,
      'aria-labelledby': `${id}-tab-${index}`,
      tabindex: 0,
      hidden: true,
    }),
  );
  const list = make('div', { class: 'tabs', role: 'tablist', 'aria-label': `${label} as` }, ...buttons);
  list.addEventListener('keydown', (event) => {
    const next = move(
      event.key,
      buttons.findIndex((button) => button === document.activeElement),
      buttons.length,
    );
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    buttons[next]?.focus();
  });

  function choose(chosen: number): void {
    for (const [index, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
      const panel = panels[index];
      if (!panel) continue;
      panel.hidden = index !== chosen;
      const tab = tabs[index];
      if (index === chosen && tab && panel.childElementCount === 0) fill(panel, tab.draw());
    }
  }

  choose(0);
  return { list, panels };
}

function move(key: string, at: number, size: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % size;
  if (key === 'ArrowLeft') return (at + size - 1) % size;
  if (key === 'Home') return 0;
  if (key === 'End') return size - 1;
  return undefined;
}

/** Words on a screen. A plain string is always plain: no platform reads markup into it. */
export type Span = string | { bold: string } | { italic: string } | { link: string; url: string };
export type Text = string | readonly Span[];

export function spansOf(text: Text): readonly Span[] {
  return typeof text === 'string' ? [text] : text;
}

/** What a screen reader or a notification says. */
export function wordsOf(text: Text): string {
  return spansOf(text)
    .map((span) =>
      typeof span === 'string'
        ? span
        : 'bold' in span
          ? span.bold
          : 'italic' in span
            ? span.italic
            : `${span.link} (${span.url})`,
    )
    .join('');
}

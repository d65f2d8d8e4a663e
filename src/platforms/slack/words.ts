/** Words as somebody typed them, out of the signs in which Slack sends them. */

/** Mentions as `@U123`, channels as `#C123`, links as their address; and nothing that the database cannot keep. */
export function readWords(text: string): string {
  return (
    clean(text)
      // Neither part may hold another `<`: a text of nothing but those would be searched through again for each of them.
      .replace(/<([@#!])([^<>|]+)(?:\|[^<>]*)?>/g, (_, sign: string, id: string) => `${sign === '!' ? '@' : sign}${id}`)
      .replace(/<((?:https?|mailto):[^<>|]+)(?:\|[^<>]*)?>/g, '$1')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .trim()
  );
}

/** PostgreSQL keeps no zero sign and no half of a pair. */
export function clean(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\u{FFFD}');
}

/** The first signs of a text, as people count them: no pair is cut in two. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text).slice(0, most).join('');
}

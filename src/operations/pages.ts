// The page to sign in on: a form, and nothing that runs.

export function signInPage(trouble?: string): string {
  const said = trouble === undefined ? '' : `<p class="said" role="alert">${trouble}</p>`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Sign in · Throughline operations</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/operations/page/operations.css" />
  </head>
  <body>
    <main class="sign-in">
      <h1>Throughline operations</h1>
      ${said}
      <form method="post" action="/operations/sign-in">
        <label for="key">Operations key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required />
        <p class="quiet" id="hint">The value of OPERATIONS_KEY. You stay signed in for an hour.</p>
        <button type="submit">Sign in</button>
      </form>
    </main>
  </body>
</html>
`;
}

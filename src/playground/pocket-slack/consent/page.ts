/** The consent page as HTML: which app, where to, what it may do, and two answers. Works without a script. */
import type { Organization, Team } from '../app.ts';
import type { User } from '../world.ts';
import type { Asked, ConsentQuery } from './request.ts';
import { scopeWords } from './scopes.ts';
import { style } from './style.ts';

type Drawn = {
  asked: Asked;
  query: ConsentQuery;
  place: Organization | Team | undefined;
  people: User[];
  workspaces: Team[];
  organizations: Organization[];
};

export function drawConsent({ asked, query, place, people, workspaces, organizations }: Drawn): string {
  const { app, scopes } = asked;
  const [hidden, name] = [drawHidden(query), escapeHtml(app.name)];
  if (!place)
    return drawPage('No workspace', '<p>There is no workspace here yet. Add one, then open this page again.</p>');
  const option = (one: { id: string; name: string }) =>
    `<option value="${escapeHtml(one.id)}"${one.id === place.id ? ' selected' : ''}>${escapeHtml(one.name)}</option>`;
  const group = (label: string, list: readonly { id: string; name: string }[]) =>
    list.length === 0 ? '' : `<optgroup label="${label}">${list.map(option).join('')}</optgroup>`;
  const isWhole = organizations.some((one) => one.id === place.id);
  return drawPage(
    `${app.name} asks for permission`,
    `<form class="where" method="get" action="authorize">${hidden}
  <label for="team">Install to</label>
  <select id="team" name="team">${group('Workspaces', workspaces)}${group('Whole organizations', organizations)}</select>
  <button type="submit">Switch</button>
</form>
<div class="mark" aria-hidden="true">${escapeHtml(app.name.slice(0, 1))}</div>
<h1>${name} is asking for permission to use the ${escapeHtml(place.name)} ${isWhole ? 'organization' : 'workspace'}</h1>
${isWhole ? '<p class="note">One installation serves every workspace that you add it to afterwards.</p>' : ''}
<h2>What will ${name} be able to do?</h2>
<ul class="scopes">${scopes
      .map((scope) => `<li><span>${scopeWords[scope] ?? ''}</span><code>${escapeHtml(scope)}</code></li>`)
      .join('')}</ul>
<form class="answer" method="post" action="authorize">${hidden}
  <input type="hidden" name="team" value="${escapeHtml(place.id)}">
  ${
    people.length === 0
      ? '<p class="note">Nobody here may install an app. Guests cannot.</p>'
      : `<label for="user">Signed in as</label>
  <select id="user" name="user">${people
    .map((one) => `<option value="${escapeHtml(one.id)}">${escapeHtml(one.realName)}</option>`)
    .join('')}</select>`
  }
  <div class="buttons">
    <button type="submit" name="answer" value="cancel">Cancel</button>
    <button type="submit" name="answer" value="allow" class="primary"${people.length === 0 ? ' disabled' : ''}>Allow</button>
  </div>
</form>`,
  );
}

export function drawRefusal(code: string): string {
  return drawPage(
    'Something is not right',
    `<h1>Something went wrong when authorizing this app</h1>
<p>${escapeHtml(refusalWords[code] ?? 'Please go back and try again.')}</p>
<p class="note">Slack says: <code>${escapeHtml(code)}</code></p>`,
  );
}

const refusalWords: Record<string, string | undefined> = {
  invalid_client_id: 'No app has this client ID. Compare it with the app’s Basic Information page.',
  bad_redirect_uri: 'The redirect address is none of those registered for the app. Add it under OAuth & Permissions.',
  no_scopes: 'The app asked for no permissions at all.',
  invalid_scope: 'The app asked for a permission that Slack does not know.',
};

function drawHidden({ client_id, scope, state, redirect_uri }: ConsentQuery): string {
  return Object.entries({ client_id, scope, state, redirect_uri })
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`<input type="hidden" name="${name}" value="${escapeHtml(value)}">`],
    )
    .join('');
}

function drawPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} | Slack</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body><header>slack</header><main>${body}</main></body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** What an administrator reads on the way: before Slack's consent page, after it, and where something did not work. */
import { html, type Markup, type Page } from './page.ts';
import { INSTALL_PATH, SCOPES } from './scopes.ts';

/** What went wrong on the way; each has a page of its own. */
export type Trouble = 'denied' | 'not-started-here' | 'too-late' | 'slack-away' | 'set-up' | 'not-kept';

/** `startUrl` is whole: the cookie of the start must be the one of the address that Slack sends back to. */
export function installPage(startUrl: string): Page {
  return {
    status: 200,
    title: 'Add Throughline to Slack',
    body: html`
      <p>
        Throughline asks each principal for a three-minute check-in once a week, in a private chat with the app. Coaches
        run their week from there, and district leaders read one short digest on Monday.
      </p>
      <h2>Who should do this</h2>
      <p>
        An administrator of your Slack workspace. If your district has an Enterprise Grid organization, an administrator
        of the organization can add it once for all workspaces.
      </p>
      <h2>What Slack will ask you to allow</h2>
      <ul>
        ${Object.entries(SCOPES).map(scopeItem)}
      </ul>
      <p>
        Throughline never reads what is written in your channels, nor your files. Nobody is written to before your
        district is connected.
      </p>
      <h2>What happens next</h2>
      <ol>
        <li>Slack shows the same list and asks you to allow it.</li>
        <li>You come back here and see how to open Throughline in Slack.</li>
        <li>
          There you type the join code that your Throughline contact gave you. It connects the workspace to your
          district.
        </li>
      </ol>
      <a class="button" href="${startUrl}">Continue to Slack</a>
    `,
  };
}

export function installedPage(installed: {
  name: string;
  teamId: string;
  appId: string;
  isOrganization: boolean;
  missing: readonly string[];
  openUrl?: string | undefined;
}): Page {
  const open = new URL(installed.openUrl ?? 'https://slack.com/app_redirect');
  open.search = new URLSearchParams({
    app: installed.appId,
    ...(installed.isOrganization ? {} : { team: installed.teamId }),
  }).toString();
  return {
    status: 200,
    title: 'Throughline is installed',
    body: html`
      <p>Throughline is now in ${installed.name === '' ? 'your Slack' : installed.name}. Two steps are left:</p>
      <ol>
        <li>Open Throughline in Slack, and go to its <b>Messages</b> tab.</li>
        <li>
          Type <code>join</code> and the code that your Throughline contact gave you, for example
          <code>join AB12-CD34-EF56</code>.
        </li>
      </ol>
      <p>
        From then on people are known by the e-mail address of their Slack account. Until then nobody is written to.
      </p>
      ${installed.isOrganization ? addToWorkspaces() : ''}
      ${installed.missing.length === 0 ? '' : missingNote(installed.missing)}
      <a class="button" href="${open.href}">Open Throughline in Slack</a>
    `,
  };
}

export function troublePage(trouble: Trouble): Page {
  const { status, title, text } = TROUBLES[trouble];
  return {
    status,
    title,
    body: html`<p>${text}</p>
      <a class="button" href="${INSTALL_PATH}">Start again</a>`,
  };
}

const TROUBLES: Record<Trouble, { status: number; title: string; text: string }> = {
  denied: {
    status: 200,
    title: 'Nothing was installed',
    text: 'Slack tells us that the request was not allowed. Nothing was changed. If somebody else decides about apps in your workspace, send them the address of the next page.',
  },
  'not-started-here': {
    status: 400,
    title: 'Please start on our page',
    text: 'We cannot see that you started in this browser, so nothing was installed. That happens when an app is added from Slack’s own administration pages, when another browser opens the link, or when cookies are blocked.',
  },
  'too-late': {
    status: 400,
    title: 'This link is used up',
    text: 'The way back from Slack works once, and for ten minutes. Nothing was changed by opening it again. If Throughline already answers in your Slack, you are done.',
  },
  'slack-away': {
    status: 503,
    title: 'Slack did not answer',
    text: 'Slack could not confirm the installation just now. Nothing was saved on our side. Please try again in a minute.',
  },
  'set-up': {
    status: 500,
    title: 'We have to mend something first',
    text: 'Slack did not accept the credentials of the app. This is nothing that you can mend: please tell your Throughline contact. Nothing was saved on our side.',
  },
  'not-kept': {
    status: 503,
    title: 'This could not be saved',
    text: 'Slack allowed the installation, but we could not save it just now. Please try again in a minute: installing twice does no harm.',
  },
};

function scopeItem([scope, why]: [string, string]): Markup {
  return html`<li>${why} <code>${scope}</code></li>`;
}

function addToWorkspaces(): Markup {
  return html`<p>
    You installed Throughline for the organization. Choose the workspaces where it may be used on Slack’s page for the
    organization’s apps.
  </p>`;
}

function missingNote(missing: readonly string[]): Markup {
  const scopes = missing.map((scope, index) => html`${index === 0 ? '' : ', '}<code>${scope}</code>`);
  return html`<p class="note">
    Slack did not grant ${missing.length === 1 ? 'one permission' : 'these permissions'}: ${scopes}. Parts of
    Throughline will not work without. Please start again at <a href="${INSTALL_PATH}">the first page</a>, or tell your
    Throughline contact.
  </p>`;
}

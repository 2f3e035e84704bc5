import { passwordLengthMin } from '../core/password-rule.ts';
import { alert, html, page, type Html } from './html.ts';

/** A provider's button. */
interface ProviderButton {
  readonly name: string;
  readonly label: string;
}

export interface WaysToSignIn {
  readonly providers: readonly ProviderButton[];
  readonly passwords: 'everyone' | 'break-glass';
}

interface SignInView {
  readonly to: string;
  readonly ways: WaysToSignIn;
  readonly account?: string;
  readonly fault?: string | null;
  readonly signedOut?: boolean;
}

export function signInPage({ to, ways, account = '', fault = null, signedOut = false }: SignInView): string {
  const note = signedOut ? html`<div class="note" role="status">You are signed out.</div>` : null;
  const links = ways.providers.map(
    ({ name, label }) =>
      html`<a class="button" href="/sign-in/provider/${name}?to=${encodeURIComponent(to)}"
        >Sign in with ${label}</a
      >`,
  );
  const form = passwordForm(to, account);
  const other = html`<p class="or">
    <a href="/sign-in/passkey?to=${encodeURIComponent(to)}">Use a passkey</a>
  </p>`;
  return page('Sign in', html`${note}${alert(fault)}${links}${beside(ways, form, account !== '')}${other}`);
}

/** The password beside the providers: hidden behind a line where it is for emergencies only. */
function beside({ providers, passwords }: WaysToSignIn, form: Html, isOpen: boolean): Html {
  if (providers.length === 0) return form;
  if (passwords === 'everyone')
    return html`<p class="or">or</p>
      ${form}`;
  const summary = html`<summary>Emergency account</summary>
    <p>For when nobody gets in otherwise. Each use is told to all administrators.</p>`;
  return isOpen
    ? html`<details open>${summary}${form}</details>`
    : html`<details>${summary}${form}</details>`;
}

function passwordForm(to: string, account: string): Html {
  return html`<form method="post" action="/sign-in">
    <input type="hidden" name="to" value="${to}" />
    <label for="account">E-mail address or name</label>
    <input
      id="account"
      name="account"
      value="${account}"
      autocomplete="username"
      autocapitalize="none"
      spellcheck="false"
      maxlength="254"
      required
    />
    <label for="password">Password</label>
    <input
      id="password"
      name="password"
      type="password"
      autocomplete="current-password"
      maxlength="1000"
      required
    />
    <button>Sign in</button>
  </form>`;
}

export interface LinkView {
  readonly secret: string;
  readonly displayName: string;
  readonly providers: readonly ProviderButton[];
  /** A password of theirs would sign them in. */
  readonly withPassword: boolean;
}

/** The link is in the address of the form, which is the address of this page: only a button uses it. */
export function linkPage({ secret, displayName, providers, withPassword }: LinkView): string {
  return page(
    'Sign in',
    html`<p>This link signs you in as <strong>${displayName}</strong>. It works once.</p>
      ${providers.map(
        ({ name, label }) =>
          html`<form method="post" action="/sign-in/provider/${name}">
            <input type="hidden" name="purpose" value="invitation" />
            <input type="hidden" name="link" value="${secret}" />
            <button>Sign in with ${label}</button>
          </form>`,
      )}
      ${withPassword ? ownPasswordForm(displayName, providers) : null}`,
  );
}

function ownPasswordForm(displayName: string, providers: readonly ProviderButton[]): Html {
  return html`<form method="post">
    <button>
      ${providers.length === 0 ? `Sign in as ${displayName}` : 'Sign in with a password of my own'}
    </button>
  </form>`;
}

/** Goes on to another host by itself; the link is for browsers that do not. */
export function awayPage(url: string): string {
  return page('One moment', html`<p><a href="${url}">Go on</a></p>`, { goOnTo: url });
}

export function donePage(): string {
  return page('Thank you', html`<p>You may close this window and go on in the other one.</p>`);
}

export function goneLinkPage(sentence: string): string {
  return page(
    'This link no longer works',
    html`<p>${sentence}</p>
      <p><a href="/sign-in">Sign in</a></p>`,
  );
}

interface PasswordView {
  readonly askCurrent: boolean;
  /** For password managers: whose password it is. */
  readonly account: string;
  readonly fault?: string | null;
}

export function passwordPage({ askCurrent, account, fault = null }: PasswordView): string {
  const current = html`<label for="current">Current password</label>
    <input
      id="current"
      name="current"
      type="password"
      autocomplete="current-password"
      maxlength="1000"
      required
    />`;
  return page(
    'Choose a password',
    html`${alert(fault)}
      <form method="post" action="/sign-in/password">
        <input type="text" name="account" value="${account}" autocomplete="username" hidden />
        ${askCurrent ? current : null}
        <label for="password"
          >New password
          <span class="hint"
            >At least ${String(passwordLengthMin)} characters. A few words in a row are good.</span
          ></label
        >
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="new-password"
          maxlength="1000"
          required
        />
        <label for="again">The same again</label>
        <input
          id="again"
          name="again"
          type="password"
          autocomplete="new-password"
          maxlength="1000"
          required
        />
        <button>Set password</button>
      </form>`,
  );
}

/** The one page with a script, which passkeys need; it asks for no password. */
export function passkeyPage(to: string): string {
  return page(
    'Use a passkey',
    html`<div id="passkey" data-to="${to}" hidden>
        <div id="passkey-fault" class="alert" role="alert" hidden></div>
        <button type="button">Sign in with a passkey</button>
      </div>
      <p id="passkey-missing">
        This browser knows no passkeys here: they need a current one, its scripts, and TLS.
      </p>
      <p class="or"><a href="/sign-in?to=${encodeURIComponent(to)}">Sign in in another way</a></p>`,
    { script: '/passkey.js' },
  );
}

export function codePage({ to, fault = null }: { to: string; fault?: string | null }): string {
  return page(
    'One more thing',
    html`${alert(fault)}
      <form method="post" action="/sign-in/code">
        <input type="hidden" name="to" value="${to}" />
        <label for="code"
          >Code
          <span class="hint"
            >Six digits of your authenticator app, or one of your recovery codes.</span
          ></label
        >
        <input
          id="code"
          name="code"
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck="false"
          maxlength="100"
          required
          autofocus
        />
        <button>Sign in</button>
      </form>
      <p class="or"><a href="/sign-in">Begin again</a></p>`,
  );
}

export function signOutPage(): string {
  return page('Sign out', html`<form method="post" action="/sign-out"><button>Sign out</button></form>`);
}

export function errorPage(sentence: string): string {
  return page(
    'That did not work',
    html`<p>${sentence}</p>
      <p><a href="/sign-in">Go on</a></p>`,
  );
}

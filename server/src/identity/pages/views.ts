import { passwordLengthMin } from '../core/password-rule.ts';
import { alert, html, page } from './html.ts';

interface SignInView {
  readonly to: string;
  readonly account?: string;
  readonly fault?: string | null;
  readonly signedOut?: boolean;
}

export function signInPage({ to, account = '', fault = null, signedOut = false }: SignInView): string {
  const note = signedOut ? html`<div class="note" role="status">You are signed out.</div>` : null;
  return page(
    'Sign in',
    html`${note}${alert(fault)}
      <form method="post" action="/sign-in">
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
      </form>`,
  );
}

/** The link is in the address of the form, which is the address of this page: only the button uses it. */
export function linkPage(displayName: string, fault: string | null): string {
  return page(
    'Sign in',
    html`${alert(fault)}
      <p>This link signs you in as <strong>${displayName}</strong>. It works once.</p>
      <form method="post"><button>Sign in as ${displayName}</button></form>`,
  );
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

import { html, type Html } from '../html.ts';
import { DependencyFailed, Refusal, type Json } from '../products/behaviour.ts';
import { isJson } from '../products/fields.ts';

export interface Look {
  name: string;
  tagline: string;
  theme: 'hearth' | 'tide';
  links: readonly { to: string; text: string }[];
}

export interface Page {
  title: string;
  body: Html;
}

interface Frame {
  look: Look;
  environment: string;
  who: Json | null;
  path: string;
  notice: string | null;
}

/** The whole document around a page. */
export function framed(page: Page, { look, environment, who, path, notice }: Frame): string {
  const links = look.links.map(
    ({ to, text }) => html`<a href="${to}" ${to === path ? html` aria-current="page"` : null}>${text}</a>`,
  );
  return html`<!doctype html>
    <html lang="en" data-theme="${look.theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · ${look.name}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
        <script src="/page.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <a class="brand" href="/"><strong>${look.name}</strong> <span>${look.tagline}</span></a>
          <nav aria-label="Main">${links}</nav>
          <p class="where">${environment}</p>
        </header>
        <main id="main" tabindex="-1">
          <p role="status" class="notice" ${notice === null ? html` hidden` : null}>${notice}</p>
          <h1>${page.title}</h1>
          ${page.body}
        </main>
        <footer>${signedIn(who)}</footer>
      </body>
    </html> `.html;
}

function signedIn(who: Json | null): Html {
  const person = isJson(who?.['person']) ? who['person'] : null;
  if (!person) return html`<p>Nobody is signed in just now.</p>`;
  const entry = isJson(who?.['audit']) ? who['audit'] : null;
  const audit = entry
    ? `Written down as entry ${String(entry['number'])} of ${String(entry['person'])}.`
    : 'Not written down: the audit log is away.';
  return html`<p>
    Signed in as <strong>${String(person['name'])}</strong>, ${String(person['role'])}. ${audit}
  </p>`;
}

/** What a visitor reads when the products behind the page fail, or when they asked for something impossible. */
export function failurePage(error: unknown, reference: string): Page {
  if (error instanceof Refusal) {
    return {
      title: error.status === 404 ? 'Not found' : 'That did not work',
      body: html`<p role="alert" class="failure">${error.message}</p>
        <p><a href="/">Back to the start</a></p>`,
    };
  }
  const late = error instanceof DependencyFailed && error.status === 504;
  return {
    title: 'Something is wrong on our side',
    body: html`<p role="alert" class="failure">
        ${late ? 'The answer took too long.' : 'We could not do that just now.'} Nothing was changed that you
        did not see confirmed. Please try again in a moment.
      </p>
      <p>If you call the help desk, tell them this reference: <code>${reference}</code></p>
      <p><a href="/">Back to the start</a></p>`,
  };
}

/** A part of a page that the rest can do without. */
export async function orAway<T>(part: Promise<T>): Promise<T | null> {
  try {
    return await part;
  } catch (error) {
    if (error instanceof DependencyFailed) return null;
    throw error;
  }
}

export function away(what: string): Html {
  return html`<p class="away" role="note">${what} cannot be shown right now.</p>`;
}

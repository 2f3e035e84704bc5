import { createHash } from 'node:crypto';

/** Markup that is safe to put into a page as it stands. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | Html | readonly Html[] | null;

/** A template whose values become text, except those that are Html themselves; null is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(parts.map((part, index) => part + written(values[index] ?? null)).join(''));
}

function written(value: Part): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escaped(value);
  return value.map((each) => each.text).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? mark);
}

/** Colours are the tokens of web/src/ui/tokens.ts; fonts are the system's, so the page needs nothing else. */
const style = `
:root{color-scheme:light dark;--bg:#fff;--s1:#f6f8fa;--line:#c3ccd7;--ctrl:#748292;--text:#10161d;--text2:#3e4a58;--accent:#0b5cc4;--fill:#0b5cc4;--focus:#10161d;--failing:#8f1400}
@media (prefers-color-scheme:dark){:root{--bg:#0b0e13;--s1:#12171e;--line:#37424f;--ctrl:#6e7c8e;--text:#e4e9f0;--text2:#aeb9c7;--accent:#6cb2ff;--fill:#1f6fd6;--focus:#fff;--failing:#f0624e}}
*{box-sizing:border-box}
html{height:100%}
body{margin:0;min-height:100%;display:flex;flex-direction:column;align-items:center;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{width:100%;max-width:400px;margin:auto;padding:24px 16px}
.mark{display:flex;align-items:center;gap:12px;margin:0 0 24px;font-size:16px;font-weight:600}
.mark svg{width:28px;height:28px;flex:none}
.card{background:var(--s1);border:1px solid var(--line);border-radius:6px;padding:24px}
h1{font-size:24px;line-height:1.25;font-weight:600;margin:0 0 16px}
p{margin:0 0 16px;color:var(--text2)}
p:last-child{margin-bottom:0}
label{display:block;margin:0 0 4px;font-weight:600}
.hint{display:block;font-weight:400;color:var(--text2);font-size:13px}
input{display:block;width:100%;min-height:48px;margin:0 0 16px;padding:8px 12px;font:inherit;color:var(--text);background:var(--bg);border:1px solid var(--ctrl);border-radius:4px}
button,.button{display:block;width:100%;min-height:48px;padding:8px 16px;font:inherit;font-weight:600;color:#fff;background:var(--fill);border:1px solid transparent;border-radius:4px;cursor:pointer}
.button{text-align:center;text-decoration:none;margin:0 0 12px;line-height:30px}
form+form{margin-top:12px}
.or{text-align:center;margin:4px 0 12px}
summary{cursor:pointer;min-height:48px;line-height:48px;color:var(--accent)}
[hidden]{display:none!important}
input:focus-visible,button:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
a{color:var(--accent)}
.alert{margin:0 0 16px;padding:8px 12px;border:1px solid var(--failing);border-left-width:4px;border-radius:4px;color:var(--text)}
.note{margin:0 0 16px;padding:8px 12px;border:1px solid var(--line);border-left-width:4px;border-radius:4px;color:var(--text)}
`;

/** Written here and not in the page: whitespace that a formatter adds around it would change the hash. */
const styleElement = new Html(`<style>${style}</style>`);
const styleHash = createHash('sha256').update(style).digest('base64');

/** The page needs no script, no font and no picture from anywhere; its one style sheet is allowed by its hash. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
} as const;

/** The same for the page of passkeys: a script of ours, which asks this server. */
export const scriptHeaders = {
  ...pageHeaders,
  'content-security-policy': `${pageHeaders['content-security-policy']}; script-src 'self'; connect-src 'self'`,
} as const;

const mark = new Html(
  '<svg viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="square" aria-hidden="true"><path d="M5 25V3h17l-4 6 4 6H5"/></svg>',
);

/** A whole page around one card. `title` also names the browser tab; `goOnTo` is where the browser goes by itself; `script` a file of ours. */
export function page(
  title: string,
  content: Html,
  { goOnTo, script }: { goOnTo?: string; script?: string } = {},
): string {
  return `<!doctype html>${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        ${goOnTo === undefined ? null : html`<meta http-equiv="refresh" content="0;url=${goOnTo}" />`}
        ${script === undefined ? null : html`<script src="${script}" defer></script>`}
        <title>${title} · Fieldmarshal</title>
        ${styleElement}
      </head>
      <body>
        <main>
          <div class="mark">${mark}Fieldmarshal</div>
          <div class="card">
            <h1>${title}</h1>
            ${content}
          </div>
        </main>
      </body>
    </html>`.text
  }`;
}

/** What went wrong, read out at once by screen readers; null is nothing. */
export function alert(message: string | null): Html | null {
  return message === null ? null : html`<div class="alert" role="alert">${message}</div>`;
}

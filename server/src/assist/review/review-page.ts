import { createHash } from 'node:crypto';
import type { Incident } from '@fieldmarshal/contract/incidents';
import { parseDocument, type DocumentBlock } from '@fieldmarshal/contract/text/document';
import type { Inline } from '@fieldmarshal/contract/text/markdown';
import { html, Html } from '#identity';
import { reviewHead } from './review-head.ts';

/** Ink on paper: no colour says anything, and nothing is cut in the middle where it can be helped. */
const style = `
@page{margin:18mm 16mm;@bottom-right{content:counter(page) " of " counter(pages);font:9pt system-ui,sans-serif}}
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#10161d;font:11pt/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:46rem;margin:0 auto;padding:24px 16px}
h1{font-size:18pt;line-height:1.25;margin:0 0 8px}
h2{font-size:13pt;margin:20px 0 6px;break-after:avoid}
h3{font-size:11pt;margin:12px 0 4px;break-after:avoid}
p,ul,ol,pre,table,blockquote{margin:0 0 8px}
ul,ol{padding-left:1.3em}
li,tr,pre{break-inside:avoid}
h1,p,li,td,th,a{overflow-wrap:anywhere}
pre{padding:8px;border:1px solid #c3ccd7;white-space:pre-wrap;overflow-wrap:anywhere}
code,pre{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.92em}
blockquote{padding-left:12px;border-left:3px solid #c3ccd7}
table{border-collapse:collapse}
th,td{padding:4px 8px;border:1px solid #c3ccd7;text-align:left;vertical-align:top}
a{color:inherit}
.facts{color:#3e4a58}
@media print{main{max-width:none;padding:0}}
`;
const styleElement = new Html(`<style>${style}</style>`);
const styleHash = createHash('sha256').update(style).digest('base64');

/** It needs no script, no font and no picture from anywhere; its one style sheet is allowed by its hash. */
export const reviewPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
} as const;

/** A review for paper: what `markdown` says under a head of its own. Its first heading is that of the page. Nothing in it is markup. */
export function reviewPage(incident: Incident, markdown: string, asOf: Date): string {
  const { name, about } = reviewHead(incident, asOf);
  const all = parseDocument(markdown);
  const blocks = all[0]?.kind === 'heading' ? all.slice(1) : all;
  return `<!doctype html>${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${name}</title>
        ${styleElement}
      </head>
      <body>
        <main>
          <h1>${name}</h1>
          <p class="facts">${about}</p>
          ${blocks.map((block) => blockHtml(block))}
        </main>
      </body>
    </html>`.text
  }`;
}

/** The first heading of the Markdown is the page's own: what stands below it is of the second level. */
function headingHtml(level: 2 | 3 | 4, parts: readonly Html[]): Html {
  return level === 4 ? html`<h3>${parts}</h3>` : html`<h2>${parts}</h2>`;
}

function blockHtml(block: DocumentBlock): Html {
  switch (block.kind) {
    case 'heading':
      return headingHtml(block.level, inlines(block.parts));
    case 'paragraph':
      return html`<p>${inlines(block.parts)}</p>`;
    case 'code':
      return html`<pre>${block.text}</pre>`;
    case 'quote':
      return html`<blockquote>${block.parts.map((parts) => html`<p>${inlines(parts)}</p>`)}</blockquote>`;
    case 'list':
      return listHtml(block);
    case 'table':
      return tableHtml(block);
  }
}

function listHtml({ ordered, items, start = 1 }: Extract<DocumentBlock, { kind: 'list' }>): Html {
  const rows = items.map((item) => html`<li>${inlines(item)}</li>`);
  return ordered
    ? html`<ol start="${String(start)}">
        ${rows}
      </ol>`
    : html`<ul>
        ${rows}
      </ul>`;
}

function tableHtml({ head, rows }: Extract<DocumentBlock, { kind: 'table' }>): Html {
  const headRow =
    head === null
      ? null
      : html`<tr>
          ${head.map((cell) => html`<th>${inlines(cell)}</th>`)}
        </tr>`;
  return html`<table>
    ${headRow}${rows.map(
      (row) =>
        html`<tr>
          ${row.map((cell) => html`<td>${inlines(cell)}</td>`)}
        </tr>`,
    )}
  </table>`;
}

function inlines(parts: readonly Inline[]): Html[] {
  return parts.map((part) => inlineHtml(part));
}

function inlineHtml(part: Inline): Html {
  switch (part.kind) {
    case 'text':
      return part.text === '\n' ? html`<br />` : html`${part.text}`;
    case 'code':
      return html`<code>${part.text}</code>`;
    case 'bold':
      return html`<strong>${inlines(part.parts)}</strong>`;
    case 'link':
      return html`<a href="${part.href}" rel="noreferrer noopener">${part.text}</a>`;
    case 'list':
      return listHtml(part);
  }
}

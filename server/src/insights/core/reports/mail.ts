import type { Section } from './words.ts';

interface Mailed {
  readonly title: string;
  /** Where all of it is. */
  readonly url: string;
  /** Sentences above the numbers. */
  readonly lead: readonly string[];
  readonly sections: readonly Section[];
}

/** A report as a mail: the same in plain text and in HTML. What is named in it is text and never markup. */
export function reportMail({ title, url, lead, sections }: Mailed): { text: string; html: string } {
  const shown = sections.filter(({ rows }) => rows.length > 0);
  const text = [
    title,
    ...lead,
    ...shown.flatMap((section) => [
      '',
      section.title,
      ...section.rows.map(([label, said]) => `  ${label}: ${said}`),
    ]),
    '',
    `All of it: ${url}`,
  ].join('\n');
  const html = [
    `<h1 style="font-size:18px">${escaped(title)}</h1>`,
    ...lead.map((line) => `<p>${escaped(line)}</p>`),
    ...shown.map(sectionHtml),
    `<p><a href="${escaped(url)}">All of it, with the incidents behind every number</a></p>`,
  ].join('');
  return { text: text.slice(0, 20_000), html };
}

function sectionHtml({ title, rows }: Section): string {
  const lines = rows.map(
    ([label, said]) =>
      `<tr><th scope="row" style="text-align:left;padding:2px 12px 2px 0;font-weight:normal">${escaped(label)}</th><td style="padding:2px 0">${escaped(said)}</td></tr>`,
  );
  return `<h2 style="font-size:15px">${escaped(title)}</h2><table style="border-collapse:collapse">${lines.join('')}</table>`;
}

function escaped(text: string): string {
  return text
    .slice(0, 500)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

import { describe, expect, test } from 'vitest';
import type { Incident } from '@fieldmarshal/contract/incidents';
import { reviewPage, reviewPageHeaders } from './review-page.ts';

const asOf = new Date('2026-11-27T08:00:30Z');
// Only what a page is headed with.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const incident = {
  ...{ id: 'INC-7', title: 'Uploads <i>fail</i>', severity: 'SEV2', state: 'resolved', drill: false },
  ...{ private: false, product: 'files', environment: null },
} as Incident;
const body = (markdown: string, of: Partial<Incident> = {}): string =>
  reviewPage({ ...incident, ...of }, markdown, asOf).replaceAll(/\s*\n\s*/g, '');

describe('the page of a review', () => {
  test('has one heading, says what it is of and from when, and takes nothing from anywhere', () => {
    const page = body(
      '# Review of INC-7: Uploads\n\n## What happened\n\nIt failed.\n\n### How\n\n## Times\n\n- never\n',
    );
    expect(page.match(/<h1>/g)).toHaveLength(1);
    // Of the tab and of the page.
    expect(page.match(/Review of INC-7/g)).toHaveLength(2);
    expect(page).toContain('<h1>Review of INC-7: Uploads &lt;i&gt;fail&lt;/i&gt;</h1>');
    expect(page).toContain('SEV2, resolved, files, as of 2026-11-27 08:00 UTC.');
    expect(page).toContain('<h2>What happened</h2><p>It failed.</p><h3>How</h3><h2>Times</h2><ul>');
    expect(page).not.toMatch(/<script|src=|href=/);
    expect(reviewPageHeaders['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });

  test('of a drill says so, and of a private one too', () => {
    expect(body('', { drill: true })).toContain('<h1>DRILL Review of INC-7');
    expect(body('', { private: true })).toContain('SEV2, resolved, private, files');
    expect(body('', { severity: null })).toContain('severity not assessed');
  });

  test.each([
    ['<img src=x onerror=alert(1)>', '<p>&lt;img src=x onerror=alert(1)&gt;</p>'],
    ['[click](javascript:alert(1))', '<p>[click](javascript:alert(1))</p>'],
    [
      '[a"b](https://x.example/?q="><script>)',
      '<a href="https://x.example/?q=&quot;&gt;&lt;script&gt;" rel="noreferrer noopener">a&quot;b</a>',
    ],
    ['- [x] A1 roll back\n  - inside', '<ul><li>[x] A1 roll back<ul><li>inside</li></ul></li></ul>'],
    ['3. go\n4. on', '<ol start="3"><li>go</li><li>on</li></ol>'],
    ['```\n# no heading <b>\n```', '<pre># no heading &lt;b&gt;</pre>'],
    [
      '> said **twice** in `pay`',
      '<blockquote><p>said <strong>twice</strong> in <code>pay</code></p></blockquote>',
    ],
    [
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>',
    ],
  ])('%j is shown as what it is', (markdown, expected) => {
    expect(body(`# Review\n\n${markdown}`)).toContain(expected);
  });
});

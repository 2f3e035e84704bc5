import { createHash } from 'node:crypto';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { describe, expect, test } from 'vitest';
import type { Paper } from './paper.ts';
import { printApart } from './print-apart.ts';
import { print } from './print.ts';

const paper = (markdown: string, of: Partial<Paper> = {}): Paper => ({
  ...{ title: 'Review of INC-7: Uploads fail', about: 'SEV2, resolved.', foot: 'INC-7' },
  ...{ markdown: `# Review\n\n${markdown}`, at: '2026-11-27T08:00:30Z', ...of },
});
const open = async (printed: { bytes: Uint8Array }) => getDocumentProxy(printed.bytes.slice());
/** Without what only lays out. */
async function textOf(printed: { bytes: Uint8Array }): Promise<string> {
  const { text } = await extractText(await open(printed), { mergePages: true });
  return text.replaceAll(/\s+/g, ' ');
}

describe('a review as PDF', () => {
  test('says what the Markdown says: headings, lists, quotes, code, tables, addresses of links', async () => {
    const text = await textOf(
      await print(
        paper(
          '## What happened\n\nIt **failed** in `pay`.\n\n- one\n  - inside\n\n3. third\n\n> said so\n\n```\nundo  it\n```\n\n| who | n |\n|---|---|\n| users | 12 |\n\n[a page](https://x.example/a)',
        ),
      ),
    );
    for (const words of [
      ...['Review of INC-7: Uploads fail', 'SEV2, resolved.', 'What happened', 'It failed in pay.', '• one'],
      ...['• inside', '3. third', 'said so', 'undo it', 'who n', 'users 12', 'a page (https://x.example/a)'],
      ...['INC-7', '1 of 1'],
    ])
      expect(text).toContain(words);
    expect(text.match(/Review/g)).toHaveLength(1);
  });

  test.each([
    ['Greek', 'Η μεταφόρτωση απέτυχε'],
    ['Cyrillic', 'Загрузка не удалась'],
    ['Vietnamese', 'Tải lên thất bại'],
    ['Chinese', '文件上传失败'],
    ['Japanese', 'アップロードが失敗しました'],
    ['Korean', '파일 업로드가 실패했습니다'],
    ['Hebrew', 'ההעלאה נכשלה'],
  ])('has the letters of %s', async (_, words) => {
    const text = await textOf(await print(paper(words)));
    expect(text.normalize('NFC')).toContain(words);
    expect(text).not.toContain('U+');
  });

  test('Arabic and Devanagari are joined, drawn from the right where they are, and can be copied as written', async () => {
    const words = ['فشل التحميل (eu-prod) منطقة', 'विफल हिन्दी'];
    const printed = await print(paper(words.join('\n\n')));
    expect(await textOf(printed)).not.toContain('U+');
    const content = Buffer.from(printed.bytes).toString('latin1');
    expect(content).toContain('/StructTreeRoot');
    const first = await (await (await open(printed)).getPage(1)).getTextContent();
    // In the order of writing: the first word, Latin with its brackets turned, the last word.
    const rows = first.items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item] : []));
    const from = rows.findIndex(({ dir }) => dir === 'rtl');
    const [arabic, latin, after] = ['rtl', 'ltr', 'rtl'].map((dir, index) =>
      rows.slice(from + index).find((item) => item.dir === dir && (dir === 'rtl' || item.str.includes('eu'))),
    );
    const left = (item: typeof arabic): number => Number(item?.transform[4]);
    expect(left(latin)).toBeLessThan(left(arabic));
    expect(left(after)).toBeLessThan(left(latin));
    // Its lines end at the right margin.
    expect(left(arabic) + (arabic?.width ?? 0)).toBeGreaterThan(500);
  });

  test('a letter that no font has is written as its number, and a sentence says so', async () => {
    const text = await textOf(await print(paper('It burns 🔥 in ไทย.')));
    expect(text).toContain('burns [U+1F525] in [U+0E44][U+0E17][U+0E22].');
    expect(text).toContain('4 letters have no form in the fonts of this file');
    // An accent that stands in another span than its letter is a letter of its own.
    expect(await textOf(await print(paper('**e**\u0301 and (שלום) «x»')))).not.toContain('no form');
    expect(await textOf(await print(paper('It burns.')))).not.toContain('no form');
  });

  test('has title, language and the day it was given, and is the same file again', async () => {
    const [one, two] = [await print(paper('فشل 失败 a')), await print(paper('فشل 失败 a'))];
    const hash = ({ bytes }: { bytes: Uint8Array }) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(one)).toBe(hash(two));
    const { info } = await getMeta(await open(one));
    expect(info).toMatchObject({
      ...{ Title: 'Review of INC-7: Uploads fail', Creator: 'Fieldmarshal', Language: 'en' },
      CreationDate: 'D:20261127080030Z',
    });
  });

  test('is not run by what is written in it', async () => {
    const text = await textOf(await print(paper('<script>x</script> [a](javascript:alert(1)) \\( ) %PDF')));
    expect(text).toContain('<script>x</script> [a](javascript:alert(1)) \\( ) %PDF');
  });

  test('a word wider than the page, a table of thirty columns and an empty review are drawn', async () => {
    const wide = `${'W'.repeat(400)}\n\n|${'h|'.repeat(30)}\n|${'-|'.repeat(30)}\n|${'cell |'.repeat(30)}`;
    expect((await textOf(await print(paper(wide)))).replaceAll(' ', '')).toContain('W'.repeat(400));
    expect(await textOf(await print(paper('')))).toContain('1 of 1');
  });

  test('goes on over pages, a long cell too, and ends with a sentence at the limit', async () => {
    const cell = `| ${'long words '.repeat(3_000)} | b |`;
    const printed = await print(paper(`${cell}\n\nAfter it.`));
    expect(printed.pages).toBeGreaterThan(3);
    expect(await textOf(printed)).toContain('After it.');
    const endless = await print(paper('word\n\n'.repeat(400)), 4);
    expect(endless.pages).toBe(5);
    expect(await textOf(endless)).toContain('Only the first 4 pages are here; the Markdown has all.');
  });
});

describe('apart', () => {
  const usual = { timeMaxMs: 60_000, atOnceMax: 1, waitingMax: 1, lengthMax: 10_000 };

  test('one is drawn after the other, and who comes when enough wait is told', async () => {
    const all = await Promise.allSettled([1, 2, 3].map(async () => printApart(paper('word'), usual)));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(all[2]).toMatchObject({ reason: { code: 'unavailable', retryAfterS: 60 } });
    expect((await printApart(paper('word'), usual)).pages).toBe(1);
  });

  test('what is too long or takes too long is refused with where it can be read', async () => {
    const long = printApart(paper('x'.repeat(20_000)), usual);
    await expect(long).rejects.toMatchObject({ code: 'too-large', publicMessage: /Markdown/ });
    const slow = printApart(paper('word'), { ...usual, timeMaxMs: 1 });
    await expect(slow).rejects.toMatchObject({ code: 'too-large', publicMessage: /longer than 0.001 s/ });
    expect((await printApart(paper('word'), usual)).pages).toBe(1);
  });
});

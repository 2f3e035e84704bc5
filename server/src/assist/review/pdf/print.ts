import { parseDocument, type DocumentBlock } from '@fieldmarshal/contract/text/document';
import { Fonts } from './fonts.ts';
import { printable } from './clusters.ts';
import { pagesMax, type Paper, type Printed } from './paper.ts';
import { Sheet } from './sheet.ts';
import { spansOf, type Span } from './paragraph.ts';
import { columnsOf } from './columns.ts';

type Of<Kind extends DocumentBlock['kind']> = Extract<DocumentBlock, { kind: Kind }>;
type Lists = ReturnType<typeof spansOf>['lists'][number];

const body = { size: 10, below: 6 };
const heads = {
  2: { size: 13, above: 12, below: 5, tag: 'H2' },
  3: { size: 11, above: 8, below: 4, tag: 'H3' },
  4: { size: 10, above: 6, below: 3, tag: 'H4' },
} as const;
const indent = 16;

const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** Draws `paper` as PDF: A4, numbered pages, tagged, with its own fonts. Of the same paper the same bytes come. */
export async function print(paper: Paper, most = pagesMax): Promise<Printed> {
  const fonts = new Fonts();
  const words = { title: printable(paper.title), about: printable(paper.about), foot: printable(paper.foot) };
  const markdown = printable(paper.markdown);
  const all = `${Object.values(words).join('\n')}\n${markdown}`.replaceAll('\n', ' ');
  await fonts.prepare(`${all} ${ascii}•`);
  const sheet = new Sheet({ fonts, title: words.title, at: paper.at });
  const printer = new Printer(sheet, fonts);
  printer.title(words.title);
  printer.say(words.about, 'plain');
  const missing = fonts.missingIn(all);
  if (missing.length > 0) printer.say(missingSentence(missing), 'bold');
  const blocks = parseDocument(markdown);
  for (const block of blocks[0]?.kind === 'heading' ? blocks.slice(1) : blocks) {
    if (sheet.pages > most) {
      printer.say(`Only the first ${String(most)} pages are here; the Markdown has all.`, 'bold');
      break;
    }
    printer.block(block);
  }
  const { pages } = sheet;
  return { bytes: await sheet.end(printer.line(words.foot)), pages };
}

function missingSentence(missing: readonly string[]): string {
  const isOne = missing.length === 1;
  const first = missing.slice(0, 20).join(' ');
  const subject = isOne ? 'letter has' : 'letters have';
  const verb = isOne ? 'is written as its number' : 'are written as their numbers';
  const others = missing.length > 20 ? ' and others' : '';
  return `${String(missing.length)} ${subject} no form in the fonts of this file and ${verb} of Unicode: ${first}${others}. The Markdown has them.`;
}

/** Draws block after block. */
class Printer {
  readonly #sheet: Sheet;
  readonly #fonts: Fonts;

  constructor(sheet: Sheet, fonts: Fonts) {
    this.#sheet = sheet;
    this.#fonts = fonts;
  }

  title(text: string): void {
    this.#sheet.tagged('H1', () => {
      this.#sheet.words(this.#seen([{ text, face: 'bold' }]), { size: 18 });
    });
    this.#sheet.skip(4);
  }

  line(text: string): Span[] {
    return this.#seen([{ text, face: 'plain' }]);
  }

  say(text: string, face: 'plain' | 'bold'): void {
    this.#words([{ text, face }]);
  }

  #words(spans: readonly Span[]): void {
    this.#sheet.tagged('P', () => {
      this.#sheet.words(this.#seen(spans), body);
    });
    this.#sheet.skip(body.below);
  }

  block(block: DocumentBlock): void {
    switch (block.kind) {
      case 'heading':
        return this.#heading(block);
      case 'paragraph':
        return this.#paragraph(block);
      case 'list':
        this.#list(block, 0);
        return this.#sheet.skip(body.below);
      case 'code':
        return this.#code(block);
      case 'quote':
        return this.#quote(block);
      case 'table':
        return this.#table(block);
    }
  }

  #seen(spans: readonly Span[]): Span[] {
    return spans.map((span) => ({ ...span, text: this.#fonts.drawable(span.text) }));
  }

  #heading({ level, parts }: Of<'heading'>): void {
    const { size, above, below, tag } = heads[level];
    const { spans } = spansOf(parts, 'bold');
    this.#sheet.skip(above);
    // With two lines of what it is of.
    this.#sheet.room(size * 1.4 + below + 2 * body.size * 1.4);
    if (level === 2) this.#sheet.mark(spans.map(({ text }) => text).join(''));
    this.#sheet.tagged(tag, () => {
      this.#sheet.words(this.#seen(spans), { size });
    });
    this.#sheet.skip(below);
  }

  #paragraph({ parts }: Of<'paragraph'>): void {
    const { spans, lists } = spansOf(parts);
    this.#words(spans);
    for (const list of lists) this.#list(list, 0);
  }

  #list({ ordered, items, start = 1 }: Lists, depth: number): void {
    this.#sheet.within('L', () => {
      for (const [index, item] of items.entries()) {
        const { spans, lists } = spansOf(item);
        const label = this.#seen([{ text: ordered ? `${String(start + index)}.` : '•', face: 'plain' }]);
        const inset = indent * (depth + 1);
        this.#sheet.tagged('LI', () => {
          this.#sheet.words(this.#seen(spans), { ...body, inset, label });
        });
        this.#sheet.skip(2);
        for (const list of lists) this.#list(list, depth + 1);
      }
    });
  }

  #code({ text }: Of<'code'>): void {
    this.#sheet.tagged('P', () => {
      this.#sheet.words(this.#seen([{ text, face: 'code' }]), { size: 9, inset: 10, hasBar: true });
    });
    this.#sheet.skip(body.below);
  }

  #quote({ parts }: Of<'quote'>): void {
    this.#sheet.tagged('BlockQuote', () => {
      for (const each of parts)
        this.#sheet.words(this.#seen(spansOf(each).spans), { ...body, inset: 10, hasBar: true });
    });
    this.#sheet.skip(body.below);
  }

  #table({ head, rows }: Of<'table'>): void {
    const cells = (row: readonly (typeof rows)[number][number][], face: 'plain' | 'bold'): Span[][] =>
      row.map((cell) => this.#seen(spansOf(cell, face).spans));
    const all = [...(head === null ? [] : [cells(head, 'bold')]), ...rows.map((row) => cells(row, 'plain'))];
    const widths = columnsOf(
      all.map((row) => row.map((cell) => this.#sheet.widest(cell, body.size))),
      this.#sheet.width,
    );
    this.#sheet.within('Table', () => {
      for (const [index, row] of all.entries())
        this.#sheet.row(row, { widths, size: body.size, cell: index === 0 && head !== null ? 'TH' : 'TD' });
    });
    this.#sheet.skip(body.below);
  }
}

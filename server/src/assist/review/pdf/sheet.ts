import type { Font } from 'fontkit';
import Pdf from 'pdfkit';
import { columnGap, type CellWish } from './columns.ts';
import type { Fonts } from './fonts.ts';
import { partsOf } from './lines.ts';
import { layOut, type DrawnLine, type Span } from './paragraph.ts';

type Document = InstanceType<typeof Pdf>;
type Element = ReturnType<Document['struct']>;

export interface WordStyle {
  /** Points. */
  readonly size: number;
  readonly inset?: number;
  /** Before the first line, where the others are inset. */
  readonly label?: readonly Span[];
  /** A rule beside all lines. */
  readonly hasBar?: boolean;
}

/** Points: A4, with 18 mm above and below and 16 mm beside. */
const page = { width: 595.28, height: 841.89, beside: 45, above: 51 } as const;
const leading = 1.42;
const ink = '#10161d';
const rule = '#8793a1';
/** Font programs are asked for what their script needs, nothing beside. */
const features: PDFKit.Mixins.OpenTypeFeatures[] = [];

/** Pages that are drawn from above to below; what does not fit goes on to the next. */
export class Sheet {
  readonly width = page.width - 2 * page.beside;
  readonly #document: Document;
  readonly #fonts: Fonts;
  readonly #bytes: Promise<Uint8Array<ArrayBuffer>>;
  #above: Element;
  #y: number = page.above;

  constructor({ fonts, title, at }: { readonly fonts: Fonts; readonly title: string; readonly at: string }) {
    this.#fonts = fonts;
    this.#document = new Pdf({
      ...{ size: 'A4', margin: 0, bufferPages: true, pdfVersion: '1.7', tagged: true, displayTitle: true },
      lang: 'en',
      // No font but those of the pages.
      font: '',
      info: { Title: title, Creator: 'Fieldmarshal', Producer: 'Fieldmarshal', CreationDate: new Date(at) },
    });
    this.#bytes = collected(this.#document);
    this.#above = this.#document.struct('Document');
    this.#document.addStructure(this.#above);
  }

  get pages(): number {
    return this.#document.bufferedPageRange().count;
  }

  /** What `draw` draws is one thing of this kind for whoever has it read aloud. */
  tagged(tag: string, draw: () => void): void {
    this.#above.add(this.#document.struct(tag, {}, draw));
  }

  /** What is tagged inside belongs to one thing of this kind. */
  within(tag: string, draw: () => void): void {
    const outer = this.#above;
    const inner = this.#document.struct(tag);
    outer.add(inner);
    this.#above = inner;
    draw();
    inner.end();
    this.#above = outer;
  }

  skip(points: number): void {
    this.#y += points;
  }

  /** Begins a page where less than this is left. */
  room(points: number): void {
    if (this.#y + points <= page.height - page.above) return;
    this.#document.addPage();
    this.#y = page.above;
  }

  /** An entry of the list of contents that readers show. */
  mark(title: string): void {
    this.#document.outline.addItem(title);
  }

  words(spans: readonly Span[], { size, inset = 0, label = [], hasBar = false }: WordStyle): void {
    const lines = this.#laid(spans, size, this.width - inset);
    for (const [index, line] of lines.entries()) {
      this.room(size * leading);
      if (index === 0) this.#label(label, { size, inset, isRightToLeft: line.isRightToLeft });
      const from = line.isRightToLeft ? page.beside : page.beside + inset;
      this.#line(line, { x: from, width: this.width - inset, size });
      if (hasBar) this.#bar(size);
      this.#y += size * leading;
    }
  }

  #label(
    label: readonly Span[],
    { size, inset, isRightToLeft }: { size: number; inset: number; isRightToLeft: boolean },
  ): void {
    const [line] = this.#laid(label, size, this.width);
    if (line === undefined || line.runs.length === 0) return;
    const gap = 5;
    const x = isRightToLeft
      ? page.beside + this.width - inset + gap
      : page.beside + Math.max(0, inset - gap - line.width);
    this.#line({ ...line, isRightToLeft: false }, { x, width: line.width, size });
  }

  /** One row of a table; a row higher than the rest of a page goes on to the next, line by line. */
  row(
    cells: readonly (readonly Span[])[],
    {
      widths,
      size,
      cell,
    }: { readonly widths: readonly number[]; readonly size: number; readonly cell: 'TH' | 'TD' },
  ): void {
    const laid = cells.map((spans, column) => this.#laid(spans, size, (widths[column] ?? 0) - columnGap));
    const height = Math.max(1, ...laid.map((lines) => lines.length));
    const fits = height * size * leading < page.height / 3;
    if (fits) this.room(height * size * leading + 4);
    this.within('TR', () => {
      const top = { y: this.#y, page: this.pages };
      for (const [column, lines] of laid.entries()) {
        const x = page.beside + widths.slice(0, column).reduce((sum, each) => sum + each, 0);
        this.#cell(lines, { x, width: (widths[column] ?? 0) - columnGap, size, cell, top });
      }
    });
    this.#y += 2;
    this.#rule();
    this.#y += 3;
  }

  /** Cells of a row that fits stand beside one another; of a longer one under one another, so that none is drawn over. */
  #cell(
    lines: readonly DrawnLine[],
    {
      x,
      width,
      size,
      cell,
      top,
    }: { x: number; width: number; size: number; cell: string; top: { y: number; page: number } },
  ): void {
    const below = this.#y;
    const isBeside =
      this.pages === top.page && top.y + lines.length * size * leading <= page.height - page.above;
    if (isBeside) this.#y = top.y;
    this.tagged(cell, () => {
      for (const line of lines) {
        this.room(size * leading);
        this.#line(line, { x, width, size });
        this.#y += size * leading;
      }
    });
    if (isBeside) this.#y = Math.max(this.#y, below);
  }

  widest(spans: readonly Span[], size: number): CellWish {
    const text = spans.map((span) => span.text).join('');
    const width = (some: readonly Span[]): number =>
      Math.max(0, ...this.#laid(some, size, Number.POSITIVE_INFINITY).map((line) => line.width));
    const face = spans[0]?.face ?? 'plain';
    const words = partsOf(text).map(({ start, end }) =>
      width([{ text: text.slice(start, end).trimEnd(), face }]),
    );
    return { word: Math.min(this.width / 3, Math.max(0, ...words)), line: width(spans) };
  }

  #laid(spans: readonly Span[], size: number, width: number): DrawnLine[] {
    return layOut(spans, { fonts: this.#fonts, size, width });
  }

  #line(line: DrawnLine, { x, width, size }: { x: number; width: number; size: number }): void {
    const left = line.isRightToLeft ? x + width - line.width : x;
    for (const run of line.runs) {
      this.#fonts.direction = run.isRightToLeft ? 'rtl' : 'ltr';
      // Letters that are joined say little of what was written: whoever copies them gets the words.
      const isJoined = /[\p{Script=Arabic}\p{Script=Devanagari}]/u.test(run.text);
      if (isJoined) this.#document.markContent('Span', { actual: run.text });
      this.#document
        .font(asSource(run.font))
        .fontSize(size)
        .fillColor(ink)
        .text(run.text, left + run.x, this.#y + size, {
          ...{ lineBreak: false, baseline: 'alphabetic', features, textWidth: run.width, wordCount: 1 },
          ...(run.href === undefined ? {} : { link: run.href }),
        });
      if (isJoined) this.#document.endMarkedContent();
    }
  }

  #bar(size: number): void {
    this.#document
      .rect(page.beside, this.#y, 1.5, size * leading)
      .fillColor(rule)
      .fill();
  }

  #rule(): void {
    this.#document.markContent('Artifact', { type: 'Layout' });
    this.#document.rect(page.beside, this.#y, this.width, 0.5).fillColor(rule).fill();
    this.#document.endMarkedContent();
  }

  /** Writes `foot` and the numbers under every page. */
  async end(foot: readonly Span[]): Promise<Uint8Array<ArrayBuffer>> {
    this.#above.end();
    const { count } = this.#document.bufferedPageRange();
    const [left] = this.#laid(foot, 8, this.width - 80);
    for (let index = 0; index < count; index += 1) {
      this.#document.switchToPage(index);
      this.#document.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
      this.#y = page.height - page.above + 12;
      const text = `${String(index + 1)} of ${String(count)}`;
      const [numbers] = this.#laid([{ text, face: 'plain' }], 8, 80);
      if (left !== undefined)
        this.#line({ ...left, isRightToLeft: false }, { x: page.beside, width: 0, size: 8 });
      if (numbers !== undefined) {
        const x = page.beside + this.width - numbers.width;
        this.#line(numbers, { x, width: numbers.width, size: 8 });
      }
      this.#document.endMarkedContent();
    }
    this.#document.end();
    return this.#bytes;
  }
}

/** PDFKit 0.20 takes fonts that are open already; its types, which are older, do not say so. */
function asSource(font: Font): PDFKit.Mixins.PDFFontSource {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return font as unknown as PDFKit.Mixins.PDFFontSource;
}

async function collected(document: Document): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Buffer) => void chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => {
      resolve(Uint8Array.from(Buffer.concat(chunks)));
    });
  });
}

import { readFile } from 'node:fs/promises';
import { create, type Font, type Glyph } from 'fontkit';
import decompress from 'woff2-encoder/decompress';
import { readFontPieces, type FontPiece } from './font-pieces.ts';
import { glyphOf, type OutlineStep } from './glyph-outline.ts';
import { clustersOf, mirroredOf, numbered, seenPoints } from './clusters.ts';

export type Face = 'plain' | 'bold' | 'code';

/** Consecutive letters of one font. */
export interface FontRun {
  readonly font: Font;
  readonly text: string;
}

/** UTF-16 units: longer text hardly comes twice. */
const wordMax = 24;

const weights = { plain: 400, bold: 700, code: 400 } as const;

/** The fonts of one document: what it needs of them is read before anything is laid out. */
export class Fonts {
  /** Which way the next letters run: font programs guess it from their script otherwise, and digits have several. */
  direction: 'ltr' | 'rtl' = 'ltr';
  readonly #pieces = readFontPieces();
  readonly #files = new Map<string, Promise<Font>>();
  readonly #fonts = new Map<string, Font>();
  readonly #chosen = { plain: new Map<string, FontPiece>(), code: new Map<string, FontPiece>() };
  readonly #missing = new Set<string>();
  readonly #read = new Map<string, Font>();
  readonly #widths = new Map<Font, Map<string, number>>();

  /** Reads what draws `text` and all that comes of it: letters by themselves, and as they stand in words that run the other way. */
  async prepare(text: string): Promise<void> {
    const clusters = new Set(clustersOf(text));
    for (const character of new Set(text)) clusters.add(character).add(mirroredOf(character));
    for (const cluster of clusters) {
      for (const kind of ['plain', 'code'] as const) {
        const piece = await this.#pieceFor(cluster, this.#pieces[kind]);
        if (piece === null) this.#missing.add(cluster);
        else this.#chosen[kind].set(cluster, piece);
      }
    }
  }

  /** The letters of `text` that no font of ours draws, each once. */
  missingIn(text: string): string[] {
    return [...new Set(clustersOf(text))].filter((cluster) => this.#missing.has(cluster));
  }

  /** `text` with the numbers of the letters that no font draws in their place. */
  drawable(text: string): string {
    if (this.#missing.size === 0) return text;
    return clustersOf(text)
      .map((cluster) => (this.#missing.has(cluster) ? numbered(cluster) : cluster))
      .join('');
  }

  /** `text` in parts of one font each, in the order of writing. Throws for what was not prepared: nothing is left out unseen. */
  runsOf(text: string, face: Face): FontRun[] {
    const runs: { font: Font; text: string; piece: FontPiece }[] = [];
    const chosen = this.#chosen[face === 'code' ? 'code' : 'plain'];
    const known = (cluster: string) => (chosen.has(cluster) ? [cluster] : Array.from(cluster));
    for (const cluster of clustersOf(text).flatMap((each) => known(each))) {
      const piece = chosen.get(cluster);
      if (piece === undefined) throw new Error(`no font was prepared for ${numbered(cluster)}`);
      const last = runs.at(-1);
      // Words of one script stay together: whoever copies them gets the spaces where they were.
      const goesOn = cluster === ' ' && last?.font.hasGlyphForCodePoint(32) === true;
      if (last !== undefined && (goesOn || last.piece === piece)) last.text += cluster;
      else runs.push({ piece, font: this.#fontOf(piece, face), text: cluster });
    }
    return runs;
  }

  /** In points, as it is drawn at `size` points. */
  widthOf(
    { font, text }: FontRun,
    { isRightToLeft, size }: { isRightToLeft: boolean; size: number },
  ): number {
    const known = this.#widths.get(font) ?? new Map<string, number>();
    this.#widths.set(font, known);
    const units = known.get(text) ?? this.#unitsOf(font, text, isRightToLeft);
    if (text.length <= wordMax) known.set(text, units);
    return (units / font.unitsPerEm) * size;
  }

  #unitsOf(font: Font, text: string, isRightToLeft: boolean): number {
    this.direction = isRightToLeft ? 'rtl' : 'ltr';
    return font.layout(text).advanceWidth;
  }

  async #pieceFor(cluster: string, pieces: readonly FontPiece[]): Promise<FontPiece | null> {
    const points = seenPoints(cluster);
    for (const piece of pieces) {
      if (!points.every((point) => isWithin(point, piece))) continue;
      const font = await this.#load(piece);
      if (points.every((point) => font.hasGlyphForCodePoint(point))) return piece;
    }
    return null;
  }

  async #load(piece: FontPiece): Promise<Font> {
    const reading = this.#files.get(piece.name) ?? readFont(piece);
    this.#files.set(piece.name, reading);
    const font = await reading;
    this.#read.set(piece.name, font);
    return font;
  }

  #fontOf(piece: FontPiece, face: Face): Font {
    const key = `${piece.name} ${weights[face]}`;
    const known = this.#fonts.get(key);
    if (known !== undefined) return known;
    const read = this.#read.get(piece.name);
    if (read === undefined) throw new Error(`${piece.name} was not read`);
    const font = this.#ofWeight(read, weights[face]);
    // PDFKit takes fonts of one name for one, and forgets it for the next.
    Object.defineProperty(font, 'postscriptName', { value: key.replaceAll(' ', '-') });
    this.#fonts.set(key, font);
    return font;
  }

  /** A weight of a variable font, which writes its letters into the document as they are drawn at that weight. */
  #ofWeight(read: Font, wght: number): Font {
    const font = read.getVariation({ wght });
    const layout = font.layout.bind(font);
    font.layout = (text) => layout(text, undefined, undefined, undefined, this.direction);
    writeOutlines(font);
    return font;
  }
}

function isWithin(point: number, { ranges }: FontPiece): boolean {
  return ranges.some(([first, last]) => point >= first && point <= last);
}

async function readFont({ file }: FontPiece): Promise<Font> {
  const font = create(Buffer.from(await decompress(await readFile(file))));
  if (!('getVariation' in font)) throw new Error(`${file} is no font`);
  return font;
}

/** What a subset of fontkit 2.0 keeps while it is written; its own writing of variable fonts does not work with restructure 3. */
interface Subset {
  readonly glyf: Uint8Array[];
  readonly loca: { readonly offsets: number[] };
  readonly hmtx: { readonly metrics: { advance: number; bearing: number }[] };
  offset: number;
  _addGlyph(id: number): number;
}
interface DrawnGlyph extends Omit<Glyph, 'path'> {
  readonly path: { readonly commands: readonly OutlineStep[] };
  _getMetrics(): { readonly leftBearing: number };
}

/** Composed letters are written whole. */
function writeOutlines(font: Font): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pinned; its types leave these out
  const inside = font as unknown as { createSubset(): Subset };
  const begin = inside.createSubset.bind(font);
  inside.createSubset = () => {
    const subset = begin();
    // oxlint-disable-next-line no-underscore-dangle -- what fontkit calls it
    subset._addGlyph = (id) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      const glyph = font.getGlyph(id) as unknown as DrawnGlyph;
      const bytes = glyphOf(glyph.path.commands);
      subset.glyf.push(bytes);
      subset.loca.offsets.push(subset.offset);
      // oxlint-disable-next-line no-underscore-dangle -- as above
      const bearing = Math.round(glyph._getMetrics().leftBearing);
      subset.hmtx.metrics.push({ advance: Math.round(glyph.advanceWidth), bearing });
      subset.offset += bytes.length;
      return subset.glyf.length - 1;
    };
    return subset;
  };
}

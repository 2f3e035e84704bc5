import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file of a font that has the letters of some ranges. */
export interface FontPiece {
  readonly name: string;
  readonly file: string;
  /** First and last code point, both inside. */
  readonly ranges: readonly (readonly [number, number])[];
}

interface Source {
  readonly name: string;
  /** The pieces in this order; where nothing is named, all of them as they stand. */
  readonly pieces?: readonly string[];
}

const latin = ['latin', 'latin-ext'];

/** Whoever comes first draws what it has: Latin, Greek, Cyrillic and Devanagari, then the others. */
const plainSources: readonly Source[] = [
  {
    name: 'noto-sans',
    pieces: [...latin, 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese', 'devanagari'],
  },
  { name: 'noto-sans-arabic', pieces: ['arabic', 'symbols', 'math'] },
  { name: 'noto-sans-hebrew', pieces: ['hebrew'] },
  { name: 'noto-sans-sc' },
  { name: 'noto-sans-kr' },
];
const codeSources: readonly Source[] = [{ name: 'atkinson-hyperlegible-mono', pieces: latin }];

const { resolve } = createRequire(import.meta.url);

/** The pieces that text is drawn with, and those that code is drawn with before them. */
export function readFontPieces(): { plain: FontPiece[]; code: FontPiece[] } {
  const plain = plainSources.flatMap((source) => piecesOf(source));
  return { plain, code: [...codeSources.flatMap((source) => piecesOf(source)), ...plain] };
}

function piecesOf({ name, pieces }: Source): FontPiece[] {
  const listed = resolve(`@fontsource-variable/${name}/unicode.json`);
  // The lock file fixes the bytes of the package.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const ranges = JSON.parse(readFileSync(listed, 'utf8')) as Record<string, string>;
  return (pieces ?? Object.keys(ranges)).map((piece) => {
    const part = piece.replaceAll(/[[\]]/g, '');
    return {
      name: `${name} ${part}`,
      file: join(dirname(listed), 'files', `${name}-${part}-wght-normal.woff2`),
      ranges: (ranges[piece] ?? '').split(',').flatMap((range) => rangeOf(range)),
    };
  });
}

/** `U+0000-00FF` or `U+0131`. */
function rangeOf(text: string): (readonly [number, number])[] {
  const [, first, last = first] = /^U\+([0-9a-f]+)(?:-([0-9a-f]+))?$/i.exec(text.trim()) ?? [];
  return first === undefined || last === undefined
    ? []
    : [[Number.parseInt(first, 16), Number.parseInt(last, 16)]];
}

import { parseInline, parseMarkdown, type Block, type Inline } from './markdown.ts';

/** What a runbook or a review has beside what a note has. */
export type DocumentBlock =
  | Block
  | { kind: 'heading'; level: 2 | 3 | 4; parts: Inline[] }
  | { kind: 'quote'; parts: Inline[][] }
  | { kind: 'table'; head: Inline[][] | null; rows: Inline[][][] };

const heading = /^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$/u;
const rule = /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/u;

type Line = 'heading' | 'quote' | 'table' | 'text';

/** Headings, quotes, tables and all that a note may have. Linear in the length of the text; whatever is nothing of these stays text. */
export function parseDocument(text: string): DocumentBlock[] {
  const blocks: DocumentBlock[] = [];
  let run: { kind: Line; lines: string[] } = { kind: 'text', lines: [] };
  let fence: number | null = null;
  const end = (): void => {
    if (run.lines.length > 0) blocks.push(...blocksOf(run.kind, run.lines));
  };
  for (const line of text.split(/\r?\n/u)) {
    const isFence = line.trimStart().startsWith('```');
    const inFence = fence !== null || isFence;
    const kind = inFence ? 'text' : kindOf(line);
    if (kind !== run.kind || kind === 'heading') {
      end();
      run = { kind, lines: [] };
    }
    const indent: number = fence ?? line.length - line.trimStart().length;
    run.lines.push(
      inFence
        ? line.replace(new RegExp(`^\\s{0,${Math.min(indent, 40)}}`, 'u'), '')
        : rule.test(line)
          ? ''
          : line,
    );
    if (isFence) fence = fence === null ? indent : null;
  }
  end();
  return levelled(blocks);
}

function kindOf(line: string): Line {
  if (heading.test(line)) return 'heading';
  if (/^ {0,3}>/u.test(line)) return 'quote';
  return /^ {0,3}\|.*\|/u.test(line) ? 'table' : 'text';
}

function blocksOf(kind: Line, lines: readonly string[]): DocumentBlock[] {
  switch (kind) {
    case 'text':
      return parseMarkdown(lines.join('\n'));
    case 'heading': {
      const [, marks = '#', words = ''] = heading.exec(lines[0] ?? '') ?? [];
      return [
        { kind, level: marks.length === 1 ? 2 : marks.length === 2 ? 3 : 4, parts: parseInline(words) },
      ];
    }
    case 'quote':
      return [{ kind, parts: lines.map((line) => parseInline(line.replace(/^ {0,3}> ?/u, ''))) }];
    case 'table':
      return [tableOf(lines)];
  }
}

function tableOf(lines: readonly string[]): DocumentBlock {
  const isRuler = (line: string): boolean => /^[\s|:-]+$/u.test(line);
  const hasHead = lines[1] !== undefined && isRuler(lines[1]);
  const rows = lines.filter((line) => !isRuler(line)).map((line) => cellsOf(line));
  return { kind: 'table', head: hasHead ? (rows[0] ?? null) : null, rows: hasHead ? rows.slice(1) : rows };
}

function cellsOf(line: string): Inline[][] {
  const inner = line.trim().replace(/^\|/u, '').replace(/\|$/u, '');
  return inner.split(/(?<!\\)\|/u).map((cell) => parseInline(cell.trim().replaceAll(String.raw`\|`, '|')));
}

/** No heading is more than one level below the one before it: the page above has the first level. */
function levelled(blocks: readonly DocumentBlock[]): DocumentBlock[] {
  let above = 1;
  return blocks.map((block) => {
    if (block.kind !== 'heading') return block;
    const level = block.level > above + 1 ? (above === 1 ? 2 : 3) : block.level;
    above = level;
    return { ...block, level };
  });
}

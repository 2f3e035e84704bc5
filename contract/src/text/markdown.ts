export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'bold'; parts: Inline[] }
  | { kind: 'link'; text: string; href: string }
  /** Inside an item of another list, after its text. */
  | List;

interface List {
  kind: 'list';
  ordered: boolean;
  items: Inline[][];
  /** What a numbered list begins with, where that is not one. */
  start?: number;
}

export type Block = { kind: 'paragraph'; parts: Inline[] } | List | { kind: 'code'; text: string };

const inlineRule =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\[([^\]\n]{1,300})\]\((https?:\/\/[^\s)]{1,2000})\)|(https?:\/\/[^\s<>"']{1,2000}(?<![.,;:!?)]))/giu;
const bulletRule = /^\s*[-*]\s+(.*)$/u;
const numberRule = /^\s*(\d{1,9})[.)]\s+(.*)$/u;
/** Deeper items stand at the last of these levels. */
const levelsMax = 8;

/** Only what is on the list becomes structure; everything else stays the text it is. Never HTML. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(inlineRule)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(inlineOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

function inlineOf([whole, code, bold, label, href, bare]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  if (bold !== undefined) return { kind: 'bold', parts: parseInline(bold) };
  const target = href ?? bare ?? '';
  return isWebAddress(target)
    ? { kind: 'link', text: label ?? target, href: target }
    : { kind: 'text', text: whole };
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '';
}

/** A list that is being read, and how far its items are indented. */
interface Level {
  readonly indent: number;
  readonly list: List;
}

/** Paragraphs, `-`/`1.` lists in one another and fenced code. Linear in the length of the text. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const levels: Level[] = [];
  let code: string[] | undefined;
  for (const line of text.split(/\r?\n/u)) {
    const fence = line.trimStart().startsWith('```');
    if (code !== undefined) {
      if (fence) {
        blocks.push({ kind: 'code', text: code.join('\n') });
        code = undefined;
      } else code.push(line);
    } else if (fence) {
      code = [];
      levels.length = 0;
    } else addLine(blocks, levels, line);
  }
  if (code !== undefined) blocks.push({ kind: 'code', text: code.join('\n') });
  return blocks.filter((block) => block.kind !== 'paragraph' || block.parts.length > 0);
}

function addLine(blocks: Block[], levels: Level[], line: string): void {
  const last = blocks.at(-1);
  const bullet = bulletRule.exec(line)?.[1];
  const [, number, numbered] = numberRule.exec(line) ?? [];
  const item = bullet ?? numbered;
  const indent = line.length - line.trimStart().length;
  // Far in, where no list is open, it is text that somebody indented.
  const isItem = item !== undefined && (indent < 4 || levels.length > 0 || last?.kind === 'code');
  if (isItem) {
    addItem(blocks, levels, { indent, ordered: bullet === undefined, text: item, number });
    return;
  }
  levels.length = 0;
  if (line.trim() === '') blocks.push({ kind: 'paragraph', parts: [] });
  else if (last?.kind === 'paragraph' && last.parts.length > 0)
    last.parts.push({ kind: 'text', text: '\n' }, ...parseInline(line));
  else blocks.push({ kind: 'paragraph', parts: parseInline(line) });
}

interface Item {
  readonly indent: number;
  readonly ordered: boolean;
  readonly text: string;
  readonly number: string | undefined;
}

/** At least two places further in than an item before it, it stands under that item. */
function addItem(blocks: Block[], levels: Level[], { indent, ordered, text, number }: Item): void {
  while (levels.length > 1 && indent < (levels.at(-1)?.indent ?? 0)) levels.pop();
  const level = levels.at(-1);
  const isDeeper = level !== undefined && indent >= level.indent + 2 && levels.length < levelsMax;
  const parts = parseInline(text);
  if (level !== undefined && !isDeeper && level.list.ordered === ordered) {
    level.list.items.push(parts);
    return;
  }
  const list: List = { kind: 'list', ordered, items: [parts], ...startOf(number) };
  if (level !== undefined && !isDeeper) levels.pop();
  const over = isDeeper ? level : levels.at(-1);
  (over?.list.items.at(-1) ?? blocks).push(list);
  levels.push({ indent: isDeeper ? indent : (level?.indent ?? indent), list });
}

/** A list that goes on after something else keeps its count. */
function startOf(number: string | undefined): { start?: number } {
  return number === undefined || Number(number) === 1 ? {} : { start: Number(number) };
}

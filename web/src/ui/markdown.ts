export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'bold'; parts: Inline[] }
  | { kind: 'link'; text: string; href: string };

export type Block =
  | { kind: 'paragraph'; parts: Inline[] }
  /** `start`: what a numbered list begins with, where that is not one. */
  | { kind: 'list'; ordered: boolean; items: Inline[][]; start?: number }
  | { kind: 'code'; text: string };

const inlineRule =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\[([^\]\n]{1,300})\]\((https?:\/\/[^\s)]{1,2000})\)|(https?:\/\/[^\s<>"']{1,2000}(?<![.,;:!?)]))/giu;
const bulletRule = /^\s{0,3}[-*]\s+(.*)$/u;
const numberRule = /^\s{0,3}(\d{1,9})[.)]\s+(.*)$/u;

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

/** Paragraphs, `-`/`1.` lists and fenced code. Linear in the length of the text. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let code: string[] | undefined;
  for (const line of text.split(/\r?\n/u)) {
    const fence = line.trimStart().startsWith('```');
    if (code !== undefined) {
      if (fence) {
        blocks.push({ kind: 'code', text: code.join('\n') });
        code = undefined;
      } else code.push(line);
    } else if (fence) code = [];
    else addLine(blocks, line);
  }
  if (code !== undefined) blocks.push({ kind: 'code', text: code.join('\n') });
  return blocks.filter((block) => block.kind !== 'paragraph' || block.parts.length > 0);
}

function addLine(blocks: Block[], line: string): void {
  const last = blocks.at(-1);
  const bullet = bulletRule.exec(line)?.[1];
  const [, number, numbered] = numberRule.exec(line) ?? [];
  const item = bullet ?? numbered;
  if (item !== undefined) {
    const ordered = bullet === undefined;
    if (last?.kind === 'list' && last.ordered === ordered) last.items.push(parseInline(item));
    else blocks.push({ kind: 'list', ordered, items: [parseInline(item)], ...startOf(number) });
  } else if (line.trim() === '') {
    blocks.push({ kind: 'paragraph', parts: [] });
  } else if (last?.kind === 'paragraph' && last.parts.length > 0) {
    last.parts.push({ kind: 'text', text: '\n' }, ...parseInline(line));
  } else blocks.push({ kind: 'paragraph', parts: parseInline(line) });
}

/** A list that goes on after something else keeps its count. */
function startOf(number: string | undefined): { start?: number } {
  return number === undefined || Number(number) === 1 ? {} : { start: Number(number) };
}

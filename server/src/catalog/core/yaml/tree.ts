import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair } from 'yaml';
import { pathText } from '../path-text.ts';
import { tooDeep, yamlLimits } from './limits.ts';

interface TreeFault {
  readonly offset: number;
  readonly path: string;
  readonly message: string;
}

type Path = readonly (string | number)[];

/** What a document may not hold whatever it describes: keys twice, keys that are no text, NUL, broken characters, great depth. */
export function inspectTree(document: Document.Parsed): TreeFault[] {
  const faults: TreeFault[] = [];
  visit(document.contents, [], faults);
  return faults;
}

/** Of one document; more help nobody. */
const faultsMax = 100;

function visit(node: unknown, path: Path, faults: TreeFault[]): void {
  if (faults.length >= faultsMax) return;
  if (path.length > yamlLimits.depth) {
    // One such fault says it; the rest of the branch is not looked at.
    faults.push({ offset: offsetOf(node), path: pathText(path.slice(0, 8)), message: tooDeep });
    return;
  }
  if (isScalar(node)) checkText(node, path, faults);
  if (isSeq(node)) node.items.forEach((item, index) => visit(item, [...path, index], faults));
  if (!isMap(node)) return;
  const seen = new Set<string>();
  for (const pair of node.items) {
    const key = keyOf(pair);
    if (key === null) {
      faults.push({
        offset: offsetOf(pair.key),
        path: pathText(path),
        message: 'has a key that is not text',
      });
      continue;
    }
    const own = [...path, key];
    if (seen.has(key))
      faults.push({ offset: offsetOf(pair.key), path: pathText(own), message: 'is given twice' });
    seen.add(key);
    checkText(pair.key, own, faults);
    visit(pair.value, own, faults);
  }
}

function checkText(node: unknown, path: Path, faults: TreeFault[]): void {
  const value = isScalar(node) ? node.value : null;
  if (typeof value !== 'string') return;
  const message = textFault(value);
  if (message !== null) faults.push({ offset: offsetOf(node), path: pathText(path), message });
}

/** Why a text cannot be stored, or null: PostgreSQL has no NUL, and UTF-8 no half characters. */
export function textFault(text: string): string | null {
  if (text.includes('\0')) return 'must not contain NUL';
  return text.isWellFormed() ? null : 'has half a character (a lone surrogate)';
}

/** The offset of the value at `path` (or of its key), following aliases; where the path ends early, of its last part that is there. */
export function nodeAt(document: Document.Parsed, path: Path, at: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node) ? node.items.find((each) => keyOf(each) === String(part)) : undefined;
    const next: unknown = pair ? pair.value : isSeq(node) ? node.items[Number(part)] : undefined;
    if (pair === undefined && next === undefined) break;
    offset = pair && (at === 'key' || !hasRange(next)) ? offsetOf(pair.key) : offsetOf(next);
    node = next;
  }
  return offset;
}

function keyOf(pair: Pair): string | null {
  const { key } = pair;
  if (!isScalar(key)) return null;
  const { value } = key;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function offsetOf(node: unknown): number {
  return hasRange(node) ? node.range[0] : 0;
}

function hasRange(node: unknown): node is Node & { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

import { useEffect, useRef, useSyncExternalStore } from 'react';
import { readStored, writeStored } from '../stored.ts';

export interface KeyBinding {
  /** Stable name, for remapping: `declare`, `go.now`. */
  id: string;
  /** `c`, `g n` (one after the other), `shift+x`, `mod+k` (Ctrl or ⌘), `?`, `.`, `[`. */
  keys: string;
  label: string;
  /** Heading in the list of keys. */
  group: string;
  run: () => void;
}

interface Registered {
  current: readonly KeyBinding[];
}

const registered = new Map<Registered, string>();
const watchers = new Set<() => void>();
const chordMs = 1500;
let pending: { key: string; at: number } | undefined;
let version = 0;

function changed(): void {
  version += 1;
  for (const each of watchers) each();
}

/** Binds keys while the component is on screen. What came last wins, so a room's `P` hides the shell's. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  const shape = bindings.map((binding) => `${binding.id} ${binding.keys} ${binding.label}`).join('\n');
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    registered.set(latest, shape);
    changed();
    return () => {
      registered.delete(latest);
      changed();
    };
  }, [shape]);
}

/** Everything bound now, the newest first, each with its keys after remapping. */
function boundKeys(): KeyBinding[] {
  const remap = readRemap();
  return [...registered.keys()]
    .toReversed()
    .flatMap(({ current }) =>
      current.map((binding) => ({ ...binding, keys: remap[binding.id] ?? binding.keys })),
    );
}

export function useBoundKeys(): KeyBinding[] {
  useSyncExternalStore(watchKeys, () => version);
  return boundKeys();
}

function watchKeys(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const singleKey = 'fm.keys.single';
const remapKey = 'fm.keys.remap';

/** Keys without Ctrl or ⌘ can be switched off (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  return readStored(singleKey) !== 'off';
}

export function setSingleKeys(on: boolean): void {
  writeStored(singleKey, on ? null : 'off');
  changed();
}

function readRemap(): { readonly [id: string]: string } {
  const text = readStored(remapKey);
  if (text === null) return {};
  const entries = text.split('\n').map((line) => line.split('\t'));
  return Object.fromEntries(entries.map(([id = '', keys = '']) => [id, keys]));
}

/** Other keys for an action; `null` gives it back its own. */
export function remapKeys(id: string, keys: string | null): void {
  const next = { ...readRemap(), [id]: keys };
  const lines = Object.entries(next).flatMap(([name, value]) =>
    value === null ? [] : [`${name}\t${value}`],
  );
  writeStored(remapKey, lines.length === 0 ? null : lines.join('\n'));
  changed();
}

export interface Stroke {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** One stroke as it is written in a binding; letters by position where the layout has no Latin ones. */
export function strokeName(stroke: Stroke): string | null {
  const letter = /^Key([A-Z])$/u.exec(stroke.code)?.[1];
  const isLatin = /^[\u0021-\u007e]$/u.test(stroke.key);
  const key = stroke.key.length === 1 && !isLatin && letter !== undefined ? letter : stroke.key;
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process', ' '].includes(key)) return null;
  if (stroke.altKey && letter !== undefined) return null;
  const mod = stroke.ctrlKey || stroke.metaKey ? 'mod+' : '';
  const shift = stroke.shiftKey && (/^[a-z]$/iu.test(key) || key.length > 1) ? 'shift+' : '';
  return `${mod}${shift}${key.toLowerCase()}`;
}

/** Finds what a stroke means, given the stroke before it (for chords). */
export function matchStroke(
  bindings: readonly KeyBinding[],
  stroke: string,
  before: string | null,
): KeyBinding | null {
  const chord =
    before === null ? undefined : bindings.find((binding) => binding.keys === `${before} ${stroke}`);
  return chord ?? bindings.find((binding) => binding.keys === stroke) ?? null;
}

function isInField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
  );
}

function press(event: KeyboardEvent): void {
  const stroke = strokeName(event);
  if (event.defaultPrevented || event.isComposing || event.repeat || stroke === null) return;
  const isModified = stroke.startsWith('mod+');
  if (!isModified && (isInField(event.target) || !singleKeysOn())) return;
  if (document.querySelector('dialog:modal') !== null) return;
  const before = pending !== undefined && event.timeStamp - pending.at < chordMs ? pending.key : null;
  const found = matchStroke(boundKeys(), stroke, before);
  pending = found === null && !isModified ? { key: stroke, at: event.timeStamp } : undefined;
  if (found === null) return;
  event.preventDefault();
  found.run();
}

/** Starts listening; once per page. */
export function startKeys(): () => void {
  window.addEventListener('keydown', press);
  return () => window.removeEventListener('keydown', press);
}

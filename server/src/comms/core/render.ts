import { Liquid, type Template } from 'liquidjs';
import type { Slots } from './slots.ts';

const limits = { sourceCharactersMax: 20_000, textCharactersMax: 50_000 } as const;

/**
 * Liquid without files, without layouts, without anything but the slots: an unknown slot or filter is an error, prototypes are not reached,
 * and parsing, rendering and memory have limits, so that an endless loop ends as an error.
 */
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  lenientIf: false,
  dynamicPartials: false,
  templates: {},
  parseLimit: limits.sourceCharactersMax,
  renderLimit: 200,
  memoryLimit: 200_000,
});

export type Rendered =
  | { readonly ok: true; readonly text: string }
  /** `error` is one line that names the place in the template. */
  | { readonly ok: false; readonly error: string };

/**
 * So often a template may run out of time before it is taken for endless: its time goes by the clock, and on a machine that is busy, or in a
 * process that stood still for a moment, the best one does not get there.
 */
const triesMax = 4;

/** Renders a template with slots; never throws. Lines that end up empty are dropped, and spaces in a row are one. */
export function renderTemplate(source: string, slots: Slots): Rendered {
  if (source.length > limits.sourceCharactersMax) return { ok: false, error: 'The template is too long.' };
  for (let tries = 1; ; tries += 1) {
    const rendered = renderOnce(source, slots);
    if (rendered.ok || tries === triesMax || !rendered.error.includes('render limit')) return rendered;
  }
}

function renderOnce(source: string, slots: Slots): Rendered {
  try {
    const text: unknown = engine.renderSync(parsedOf(source), slots);
    if (typeof text !== 'string') return { ok: false, error: 'The template gives no text.' };
    if (text.length > limits.textCharactersMax) return { ok: false, error: 'The text gets too long.' };
    return { ok: true, text: tidy(text) };
  } catch (error) {
    return { ok: false, error: firstLine(error) };
  }
}

/** Of the same few templates a message is made hundreds of times, for each application and language. */
const parsed = new Map<string, Template[]>();
const parsedMax = 200;

function parsedOf(source: string): Template[] {
  const template = parsed.get(source) ?? engine.parse(source);
  // Templates change seldom; a catalog that goes through thousands of them must not fill memory.
  if (!parsed.has(source) && parsed.size >= parsedMax) parsed.clear();
  parsed.set(source, template);
  return template;
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t]+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').slice(0, 300);
}

import { counted } from '@fieldmarshal/contract/text/counted';
import type { RunbookFile, RunbookSpec } from '@fieldmarshal/contract/knowledge';
import type { Fault } from '../catalog/editor/faults.ts';

/** A runbook while it is edited; what has no field is kept as it was. */
export interface RunbookForm {
  displayName: string;
  text: string;
  products: string[];
  checks: string[];
  /** One on each line. */
  symptoms: string;
  links: { title: string; url: string }[];
  kept: Partial<RunbookSpec>;
}

export const blankRunbook: RunbookForm = {
  displayName: '',
  text: '',
  products: [],
  checks: [],
  symptoms: '',
  links: [],
  kept: {},
};

export function runbookForm(spec: RunbookSpec): RunbookForm {
  const { displayName = '', text, products, checks, symptoms, links = [] } = spec;
  return { displayName, text, products, checks, symptoms: symptoms.join('\n'), links, kept: spec };
}

export function runbookOf({ displayName, text, products, checks, symptoms, links, kept }: RunbookForm) {
  const { displayName: _, links: __, ...rest } = kept;
  const name = displayName.trim();
  const lines = symptoms.split('\n').map((line) => line.trim());
  const whole = links.filter(({ title, url }) => title.trim() !== '' || url.trim() !== '');
  return {
    ...rest,
    ...(name === '' ? {} : { displayName: name }),
    ...{ text, products, checks, symptoms: lines.filter((line) => line !== '') },
    ...(whole.length === 0
      ? {}
      : { links: whole.map(({ title, url }) => ({ title: title.trim() || url.trim(), url: url.trim() })) }),
  };
}

export function missingInRunbook({ text }: RunbookForm): Fault[] {
  return text.trim() === '' ? [{ path: 'text', message: 'Write what to do' }] : [];
}

/**
 * The form with what a file says of itself, as `apply` reads it; where it says nothing of something, what was typed stays. The first heading
 * names it where neither does.
 */
export function withFile(form: RunbookForm, file: RunbookFile): RunbookForm {
  const title = /^#\s+(\S.{0,199})$/mu.exec(file.text)?.[1]?.trim();
  return {
    ...form,
    text: file.text,
    displayName: file.displayName || form.displayName || (title ?? ''),
    products: merged(form.products, file.products),
    checks: merged(form.checks, file.checks),
    symptoms: merged(linesOf(form.symptoms), file.symptoms).join('\n'),
    links: [...form.links, ...file.links.filter(({ url }) => form.links.every((own) => own.url !== url))],
    kept: file.description === '' ? form.kept : { ...form.kept, description: file.description },
  };
}

function merged(own: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...own, ...more])];
}

function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || []);
}

/** What was understood of the head of a file, in words: `2 products, 1 check`. Empty where it says nothing. */
export function understoodText(file: RunbookFile): string {
  const parts = [
    [file.products.length, 'product'],
    [file.checks.length, 'check'],
    [file.symptoms.length, 'symptom'],
    [file.links.length, 'link'],
  ] as const;
  return [
    ...(file.displayName === '' ? [] : ['its name']),
    ...(file.description === '' ? [] : ['its description']),
    ...parts.flatMap(([count, what]) => (count === 0 ? [] : [counted(count, what)])),
  ].join(', ');
}

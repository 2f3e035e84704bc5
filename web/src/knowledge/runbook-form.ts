import type { RunbookSpec } from '@fieldmarshal/contract/knowledge';
import type { Fault } from '../catalog/editor/faults.ts';

/** A runbook while it is edited; what has no field is kept as it was. */
export interface RunbookForm {
  displayName: string;
  text: string;
  products: string[];
  checks: string[];
  /** One on each line. */
  symptoms: string;
  kept: Partial<RunbookSpec>;
}

export const blankRunbook: RunbookForm = {
  displayName: '',
  text: '',
  products: [],
  checks: [],
  symptoms: '',
  kept: {},
};

export function runbookForm(spec: RunbookSpec): RunbookForm {
  const { displayName = '', text, products, checks, symptoms } = spec;
  return { displayName, text, products, checks, symptoms: symptoms.join('\n'), kept: spec };
}

export function runbookOf({ displayName, text, products, checks, symptoms, kept }: RunbookForm) {
  const { displayName: _, ...rest } = kept;
  const name = displayName.trim();
  const lines = symptoms.split('\n').map((line) => line.trim());
  return {
    ...rest,
    ...(name === '' ? {} : { displayName: name }),
    ...{ text, products, checks, symptoms: lines.filter((line) => line !== '') },
  };
}

export function missingInRunbook({ text }: RunbookForm): Fault[] {
  return text.trim() === '' ? [{ path: 'text', message: 'Write what to do' }] : [];
}

const front = /^\ufeff?---[ \t]*\r?\n[\s\S]*?^---[ \t]*\r?\n/mu;

/** Whether a file says itself what it is for, as `apply` reads it; the form does not. */
export function hasHead(file: string): boolean {
  return front.exec(file)?.index === 0;
}

/** The form with the text of a Markdown file; its first heading names it where it has no name yet. A head of YAML is left to `apply`. */
export function withFile(form: RunbookForm, file: string): RunbookForm {
  const text = (hasHead(file) ? file.replace(front, '') : file).trim();
  const title = /^#\s+(\S.{0,199})$/mu.exec(text)?.[1]?.trim();
  return { ...form, text, displayName: form.displayName || (title ?? '') };
}

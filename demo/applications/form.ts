import type { IncomingMessage } from 'node:http';
import { Refusal } from '../products/behaviour.ts';
import { readBytes } from '../products/body.ts';

type FormValue = string | { fileName: string; bytes: number };
export type Form = ReadonlyMap<string, FormValue>;

/** A form as browsers send it, with files or without; of a file only name and size are kept. */
export async function readForm(req: IncomingMessage): Promise<Form> {
  const body = await readBytes(req);
  if (body.length === 0) return new Map();
  const headers = { 'content-type': req.headers['content-type'] ?? '' };
  try {
    const data = await new Response(new Uint8Array(body), { headers }).formData();
    return new Map(
      [...data].map(([name, value]) => [
        name,
        typeof value === 'string' ? value : { fileName: value.name, bytes: value.size },
      ]),
    );
  } catch {
    throw new Refusal(400, 'The form could not be read.');
  }
}

/** 1–500 characters, or a refusal that names the field in the words of the page. */
export function formText(form: Form, field: string, label: string): string {
  const value = form.get(field);
  if (typeof value !== 'string' || value.trim() === '') throw new Refusal(400, `Please fill in “${label}”.`);
  if (value.length > 500) throw new Refusal(400, `“${label}” is longer than 500 characters.`);
  return value.trim();
}

export function formNumber(
  form: Form,
  field: string,
  range: { label: string; min: number; max: number },
): number {
  const value = Number(formText(form, field, range.label));
  if (!Number.isInteger(value) || value < range.min || value > range.max) {
    throw new Refusal(400, `“${range.label}” must be a whole number from ${range.min} to ${range.max}.`);
  }
  return value;
}

import { Refusal, type Json } from './behaviour.ts';

const textMax = 5000;

/** A text of 1–5,000 characters, or a refusal that names the field. */
export function text(input: Json, field: string): string {
  const value = input[field];
  if (typeof value !== 'string' || value.trim() === '') throw new Refusal(400, `${field}: is missing.`);
  if (value.length > textMax) throw new Refusal(400, `${field}: has more than ${textMax} characters.`);
  return value;
}

export function optionalText(input: Json, field: string): string | null {
  return input[field] === undefined || input[field] === '' ? null : text(input, field);
}

export function integer(input: Json, field: string): number {
  const value = input[field];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new Refusal(400, `${field}: must be a whole number.`);
  }
  return value;
}

/** Whether a value is a plain object of JSON. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function record(input: Json, field: string): Json {
  const value = input[field];
  if (!isJson(value)) throw new Refusal(400, `${field}: must be an object.`);
  return value;
}

/** The objects in a list; anything else in it is left out. */
export function records(input: Json, field: string): Json[] {
  const value = input[field];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

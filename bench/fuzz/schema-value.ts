import { oddText, oddValue } from './odd.ts';
import type { Random } from './random.ts';

/** A JSON Schema as the contract's description writes it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

const depthMax = 6;

/** A value that mostly fits the schema, so that it gets past the first check; `resolve` follows references. */
export class Generator {
  readonly #random: Random;
  readonly #resolve: (ref: string) => Schema;

  constructor(random: Random, resolve: (ref: string) => Schema) {
    this.#random = random;
    this.#resolve = resolve;
  }

  value(schema: Schema, depth = 0): unknown {
    const random = this.#random;
    if (schema.$ref !== undefined)
      return depth > depthMax ? null : this.value(this.#resolve(schema.$ref), depth + 1);
    if (random.chance(0.02)) return oddValue(random);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return random.pick(schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return this.value(random.pick(choices), depth + 1);
    if (schema.allOf) {
      const parts = schema.allOf.map((part) => this.value(part, depth + 1));
      return Object.fromEntries(parts.flatMap((part): [string, unknown][] => Object.entries(part ?? {})));
    }
    const type = typeof schema.type === 'object' ? random.pick(schema.type) : schema.type;
    return this.#ofType(schema, String(type), depth);
  }

  #ofType(schema: Schema, type: string, depth: number): unknown {
    const random = this.#random;
    if (type === 'object') return this.#object(schema, depth);
    if (type === 'array') {
      const length = depth > depthMax ? 0 : Math.max(schema.minItems ?? 0, random.below(3));
      return Array.from({ length: Math.min(length, 5) }, () => this.value(schema.items ?? {}, depth + 1));
    }
    if (type === 'integer' || type === 'number') return this.#number(schema, type);
    if (type === 'boolean') return random.chance(0.5);
    if (type === 'null') return null;
    return type === 'string' ? this.#text(schema) : oddValue(random);
  }

  #object({ properties = {}, required = [], additionalProperties }: Schema, depth: number): unknown {
    const random = this.#random;
    const names = Object.keys(properties).filter(
      (name) => required.includes(name) || (depth < depthMax && random.chance(0.5)),
    );
    const fields: [string, unknown][] = names.map((name) => [
      name,
      this.value(properties[name] ?? {}, depth + 1),
    ]);
    if (typeof additionalProperties === 'object' && depth < depthMax)
      fields.push([this.#text({}), this.value(additionalProperties, depth + 1)]);
    return Object.fromEntries(fields);
  }

  #number({ minimum = 0, maximum = 1_000 }: Schema, type: string): number {
    const found = minimum + this.#random.next() * (Math.min(maximum, 1e9) - minimum);
    return type === 'integer' ? Math.round(found) : found;
  }

  #text({ format, minLength = 0 }: Schema): string {
    const random = this.#random;
    if (random.chance(0.08)) return oddText(random);
    if (format === 'date-time')
      return new Date(Date.UTC(2026, random.below(12), 1 + random.below(28), random.below(24))).toISOString();
    if (format === 'uuid') return '0192f6a0-0000-7000-8000-00000000000' + String(random.below(10));
    if (format === 'uri' || format === 'url') return 'http://127.0.0.1:9/x';
    if (format === 'email') return 'ada@example.org';
    return random
      .pick(['checkout', 'eu-prod', 'ada', 'INC-1', 'SEV1', 'Etc/UTC', 'x'])
      .padEnd(minLength, 'x')
      .slice(0, Math.max(60, minLength));
  }
}

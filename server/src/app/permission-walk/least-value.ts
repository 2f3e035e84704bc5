/** The part of JSON Schema that the contract's description uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly format?: string;
  readonly pattern?: string;
}

/** The smallest value that fits: required fields only, shortest lists, first choices. What a pattern asks beyond that, the caller says. */
export function leastValue(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice) return leastValue(choice);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(leastValue));
  const type = typeof schema.type === 'object' ? schema.type[0] : schema.type;
  switch (type ?? 'null') {
    case 'object':
      return leastObject(schema);
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => leastValue(schema.items ?? {}));
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return false;
    case 'string':
      return leastText(schema);
    default:
      return null;
  }
}

function leastObject({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, leastValue(properties[name] ?? {})]));
}

/** What identifiers of the product look like, for fields that ask for a form. */
const samples = [
  'INC-999999',
  'COM-999999',
  'DR-999999',
  '999999',
  'NOTHING',
  '/nothing',
  'a'.repeat(64),
  '2026-12',
];

function leastText({ format, pattern, minLength = 0 }: JsonSchema): string {
  if (format === 'date-time') return '2026-12-24T00:00:00.000Z';
  if (format === 'date') return '2026-12-24';
  if (format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  if (format === 'uri') return 'https://example.org/';
  if (format === 'email') return 'nobody@example.org';
  const plain = 'nothing'.padEnd(minLength, 'g');
  if (pattern === undefined || new RegExp(pattern, 'u').test(plain)) return plain;
  return samples.find((sample) => new RegExp(pattern, 'u').test(sample)) ?? plain;
}

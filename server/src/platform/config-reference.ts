import { z } from 'zod';
import { groups, schema, variableOf } from './config-schema.ts';

const shape = z.object({
  group: z.string(),
  description: z.string(),
  default: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  /** Several where words do for a value, such as `true`. */
  type: z.union([z.string(), z.array(z.string())]).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
type Setting = z.output<typeof shape>;

/** `docs/configuration.md`, generated from the schema, so that it cannot be out of date. */
export function configurationReference(): string {
  const { properties } = z
    .object({ properties: z.record(z.string(), shape) })
    .parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return [head, ...groups.map((group) => section(group, Object.entries(properties)))].join('\n');
}

const head = `# Configuration

<!-- Generated from server/src/platform/config-schema.ts by "npm run reference". -->

Every setting is an environment variable. Those of the first table are also flags of \`fieldmarshal serve\`, in lower case: \`--public-url\`. Flags win; an empty variable counts as unset.
A secret need not stand in the environment: \`FIELDMARSHAL_SECRET_KEY_FILE=/run/secrets/key\` (any variable with \`_FILE\` behind it) names the file that holds the value.
\`fieldmarshal doctor\` says whether what is set can work, and names variables that it does not know.
`;

function section(group: string, settings: readonly (readonly [string, Setting])[]): string {
  const rows = settings
    .filter(([, setting]) => setting.group === group)
    .map(
      ([key, setting]) =>
        `| \`${variableOf(key)}\` | ${takes(setting)} | ${defaultOf(key, setting)} | ${setting.description} |`,
    );
  return [
    `## ${group}\n`,
    '| variable | takes | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function takes({ enum: words, type, minimum, maximum }: Setting): string {
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  if (Array.isArray(type)) return '`true`, `false`';
  if (minimum === undefined && maximum === undefined) return type === 'number' ? 'number' : 'text';
  const isOpen = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER;
  return isOpen ? `number ≥ ${minimum ?? ''}` : `${minimum ?? 0} to ${maximum}`;
}

function defaultOf(key: string, { type, default: value }: Setting): string {
  // A switch takes words and keeps none of them as its default.
  const found = Array.isArray(type) ? parsedDefault(key) : value;
  return found === undefined ? '–' : `\`${typeof found === 'string' ? found : JSON.stringify(found)}\``;
}

function parsedDefault(key: string): unknown {
  const fields: Readonly<Record<string, z.ZodType>> = schema.shape;
  return fields[key]?.safeParse(undefined).data;
}

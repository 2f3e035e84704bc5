import { readFileSync } from 'node:fs';
import { schema, variableOf, type Config } from './config-schema.ts';
import { AppError, type FieldFault } from './errors.ts';

export type { Config } from './config-schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `FIELDMARSHAL_*` variables (and `DATABASE_URL`), then flags, which win. Empty strings count as unset; a variable with `_FILE`
 * behind its name gives the file that holds the value. Throws an `invalid` AppError that names the variable or flag.
 */
export function readConfig(environment: Environment, flags: Record<string, unknown> = {}): Config {
  const input: Record<string, unknown> = {};
  const databaseUrl = valueOf(environment, 'DATABASE_URL');
  if (databaseUrl !== undefined) input['databaseUrl'] = databaseUrl;
  for (const key of Object.keys(schema.shape)) {
    const fromEnvironment = valueOf(environment, variableOf(key));
    if (fromEnvironment !== undefined) input[key] = fromEnvironment;
    if (flags[key] !== undefined) input[key] = flags[key];
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return checked(parsed.data);
  const faults = parsed.error.issues.map((issue) => ({
    path: variableOf(String(issue.path[0])),
    message: issue.message,
  }));
  throw invalid(faults);
}

/** What is between settings. Cookies know no ports: another port of the same host would not keep artefacts apart. */
function checked(config: Config): Config {
  const { artefactUrl, publicUrl, statusUrl } = config;
  if (artefactUrl === undefined) return config;
  const ours = [publicUrl, statusUrl].flatMap((url) => (url === undefined ? [] : [new URL(url).hostname]));
  if (!ours.includes(new URL(artefactUrl).hostname)) return config;
  const message = 'must be another host name than that of the application and of the status page';
  throw invalid([{ path: variableOf('artefactUrl'), message }]);
}

function valueOf(environment: Environment, variable: string): string | undefined {
  const [direct, file] = [environment[variable] || undefined, environment[`${variable}_FILE`] || undefined];
  if (file === undefined) return direct;
  if (direct !== undefined)
    throw invalid([{ path: variable, message: `is set twice: here and by ${variable}_FILE` }]);
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalid([{ path: `${variable}_FILE`, message: `cannot be read: ${why}` }]);
  }
}

function invalid(faults: readonly FieldFault[]): AppError {
  const sentence = faults.map((fault) => `${fault.path}: ${fault.message}`).join('; ');
  return new AppError('invalid', `The configuration is not valid. ${sentence}.`, { faults });
}

/** Variables of the `fieldmarshal` command itself, of a runner, and of tests and measurements. */
const elsewhere = /^FIELDMARSHAL_((URL|TOKEN|IMPORT_KEY)$|(WATCH|RUNNER|TEST|BENCH|DEMO|CHECK)_)/;

/** Variables that look like ours and mean nothing: most likely misspelt. */
export function unknownVariables(environment: Environment): string[] {
  const known = new Set(
    Object.keys(schema.shape).flatMap((key) => [variableOf(key), `${variableOf(key)}_FILE`]),
  );
  return Object.keys(environment)
    .filter((name) => name.startsWith('FIELDMARSHAL_') && !known.has(name) && !elsewhere.test(name))
    .sort();
}

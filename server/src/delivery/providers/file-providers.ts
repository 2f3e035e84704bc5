import { readFile } from 'node:fs/promises';
import { fileProvider, providerSecrets } from '@fieldmarshal/contract/delivery';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError, type Config } from '#platform';
import { Provider } from './provider.ts';

const file = z.strictObject({ providers: z.array(fileProvider).max(100) });
const known = new WeakMap<Config, Promise<Provider[]>>();

/**
 * The providers of `FIELDMARSHAL_PROVIDERS`, read once. Throws `invalid` naming the field; a secret may name an environment variable,
 * which must be set.
 */
export async function fileProviders(config: Config): Promise<Provider[]> {
  const reading = known.get(config) ?? readProvidersFile(config);
  known.set(config, reading);
  return reading;
}

async function readProvidersFile({ providers: path }: Config): Promise<Provider[]> {
  if (path === undefined) return [];
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  });
  const content = parsedYaml(path, text);
  const parsed = file.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') ?? '';
    throw unreadable(path, `${place}${nameAt(content, issue?.path[1])}: ${issue?.message ?? ''}`);
  }
  const names = parsed.data.providers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw unreadable(path, `${twice} is there twice`);
  return parsed.data.providers.map(({ name, settings, secrets }, position) => {
    const found = new Map(
      Object.entries(secrets).map(([secret, value]) => [
        secret,
        secretValue(path, `${name}.${secret}`, value),
      ]),
    );
    const missing = providerSecrets[settings.kind].must.find((secret) => !found.has(secret));
    if (missing !== undefined) throw unreadable(path, `${name} needs secrets.${missing}`);
    return new Provider({ name, settings, position, isOperators: true, secrets: found });
  });
}

const named = z.object({ providers: z.array(z.unknown()) });

/** Which provider a place is in, in brackets: a list of ten is not counted by hand. Empty where it has no name. */
function nameAt(content: unknown, position: PropertyKey | undefined): string {
  const item = named.safeParse(content).data?.providers[Number(position)];
  const { data } = z.object({ name: z.string().max(200) }).safeParse(item);
  return data ? ` (${data.name})` : '';
}

function parsedYaml(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
}

function secretValue(path: string, name: string, value: string | { env: string }): string {
  if (typeof value === 'string') return value;
  const found = process.env[value.env];
  if (found === undefined || found === '')
    throw unreadable(path, `${name}: the environment variable ${value.env} is not set`);
  return found;
}

function unreadable(path: string, why: string): AppError {
  return new AppError('invalid', `The providers file ${path} cannot be used. ${why}.`, {
    faults: [{ path: 'FIELDMARSHAL_PROVIDERS', message: why }],
  });
}

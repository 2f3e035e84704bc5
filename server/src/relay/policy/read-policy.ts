import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { AppError, type Config } from '#platform';
import { policySchema, type Digest, type RedactionPolicy } from '../core/redaction.ts';

const shipped = new URL('careful.yaml', import.meta.url);
const bytesMax = 256 * 1024;

interface ReadPolicy {
  readonly policy: RedactionPolicy;
  /** How manifests name it: its name, and the start of its hash, so that a change shows. */
  readonly label: string;
}

/** The redaction policy of this site: that of `FIELDMARSHAL_REDACTION`, else the careful one. Throws `invalid` with what is wrong in it. */
export async function readPolicy({ redaction }: Pick<Config, 'redaction'>): Promise<ReadPolicy> {
  const text = await readFile(redaction ?? shipped, 'utf8').catch((error: unknown) => {
    throw new AppError(
      'invalid',
      `The redaction policy ${redaction ?? ''} cannot be read. Nothing leaves without one.`,
      {
        cause: error,
      },
    );
  });
  if (text.length > bytesMax) throw new AppError('too-large', 'The redaction policy is larger than 256 KiB.');
  const parsed = policySchema.safeParse(documentOf(text));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    const sentence = faults.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new AppError('invalid', `The redaction policy is not valid. ${sentence}.`, { faults });
  }
  const label = `${parsed.data.metadata.name} ${createHmac('sha256', 'policy').update(text).digest('hex').slice(0, 8)}`;
  return { policy: parsed.data, label };
}

/** Throws what is wrong with the policy that the configuration names, if it names one. */
export async function checkPolicy({ redaction }: Pick<Config, 'redaction'>): Promise<void> {
  if (redaction !== undefined) await readPolicy({ redaction });
}

function documentOf(text: string): unknown {
  try {
    const document: unknown = parse(text, { maxAliasCount: 0 });
    return document;
  } catch {
    return null;
  }
}

/** Pseudonyms and hashes that only who has this salt could make. */
export function digestWith(salt: string): Digest {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = createHmac('sha256', salt).update(text).digest('hex').slice(0, 16);
    if (known.size < 10_000) known.set(text, made);
    return made;
  };
}

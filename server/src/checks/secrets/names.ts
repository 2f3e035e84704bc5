import type { CheckSpec, MissingSecret } from '@fieldmarshal/contract/checks';

/** The secrets that a check names, each once: in its list, and in the texts of its probe. */
export function secretsOf({ secrets, probe }: Pick<CheckSpec, 'secrets' | 'probe'>): string[] {
  const inTexts = [...JSON.stringify(probe).matchAll(/\{\{\s*secret\.([A-Z][A-Z0-9_]*)\s*\}\}/g)];
  return [...new Set([...secrets, ...inTexts.map(([, name = '']) => name)])];
}

/** Secrets that checks name and that have no value where they run, each once for an environment. Where a check is paused nothing is missing. */
export function missingSecrets(
  specs: readonly Pick<CheckSpec, 'secrets' | 'probe' | 'environments'>[],
  stored: readonly { readonly name: string; readonly environment: string }[],
): MissingSecret[] {
  const known = new Set(stored.map(({ name, environment }) => `${name}\n${environment}`));
  const missing = new Map<string, MissingSecret>();
  for (const spec of specs)
    for (const name of secretsOf(spec))
      for (const { environment, paused } of spec.environments)
        if (!paused && !known.has(`${name}\n`) && !known.has(`${name}\n${environment}`))
          missing.set(`${name}\n${environment}`, { name, environment });
  return [...missing.values()];
}

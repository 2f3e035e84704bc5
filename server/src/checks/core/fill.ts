import type { Probe } from '@fieldmarshal/contract/checks';

export interface Filled {
  readonly probe: Probe;
  /** Names of variables that have no value. */
  readonly missing: readonly string[];
  /** Names of secrets that the probe itself names. */
  readonly secrets: readonly string[];
}

/** Puts variables in the place of `{{name}}`, wherever a probe has text. Secrets stay as they are, and so does the window of a burn rate. */
export function fillProbe(probe: Probe, variables: Readonly<Record<string, string>>): Filled {
  if (!hasBraces(probe)) return { probe, missing: [], secrets: [] };
  const missing = new Set<string>();
  const secrets = new Set<string>();
  const kept = probe.type === 'promql' && probe.condition.type === 'burn-rate' ? 'window' : null;
  const fill = (text: string): string =>
    text.replaceAll(/\{\{\s*([A-Za-z][\w.]*)\s*\}\}/g, (whole, name: string) => {
      if (name === kept) return whole;
      if (name.startsWith('secret.')) {
        secrets.add(name.slice('secret.'.length));
        return whole;
      }
      if (!Object.hasOwn(variables, name)) missing.add(name);
      return variables[name] ?? whole;
    });
  const filled = deep(probe, fill);
  // Only texts were replaced by texts, so the shape is what it was.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { probe: filled as Probe, missing: [...missing], secrets: [...secrets] };
}

/** Most probes name nothing, and are given out a thousand times a second as they are. */
function hasBraces(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{');
  return typeof value === 'object' && value !== null && Object.values(value).some(hasBraces);
}

function deep(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item, fill)]));
}

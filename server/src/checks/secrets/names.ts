import type { CheckSpec } from '@fieldmarshal/contract/checks';

/** The secrets that a check names, each once: in its list, and in the texts of its probe. */
export function secretsOf({ secrets, probe }: Pick<CheckSpec, 'secrets' | 'probe'>): string[] {
  const inTexts = [...JSON.stringify(probe).matchAll(/\{\{\s*secret\.([A-Z][A-Z0-9_]*)\s*\}\}/g)];
  return [...new Set([...secrets, ...inTexts.map(([, name = '']) => name)])];
}

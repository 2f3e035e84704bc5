import type { ModelProvider } from '../provider.ts';

/** The header that carries a key; none where there is none. */
export function keyHeader(kind: ModelProvider['spec']['key'], key: string | null): Record<string, string> {
  if (kind === 'none' || key === null) return {};
  return kind === 'bearer' ? { authorization: `Bearer ${key}` } : { [kind]: key };
}

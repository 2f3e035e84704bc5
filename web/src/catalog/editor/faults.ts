import { createContext, use } from 'react';

/** One thing wrong with a draft; `path` into the spec, such as `layers[0].timezone`. */
export interface Fault {
  path: string;
  message: string;
}

export const FaultsContext = createContext<readonly Fault[]>([]);

/** What the server calls `spec.layers[0].x` is `layers[0].x` in a form of that spec. */
export function faultsOfSpec(faults: readonly Fault[]): Fault[] {
  return faults.map(({ path, message }) => ({ path: path.replace(/^spec\.?/, ''), message }));
}

/** What is wrong at a place of the draft; with `deep` also below it, for places without fields of their own. */
export function faultAt(
  faults: readonly Fault[],
  path: string,
  { deep = false }: { deep?: boolean } = {},
): string | undefined {
  const isBelow = (other: string) => other.startsWith(`${path}.`) || other.startsWith(`${path}[`);
  return faults.find((fault) => fault.path === path || (deep && isBelow(fault.path)))?.message;
}

/** The same inside an editor. */
export function useFault(path: string, options?: { deep?: boolean }): string | undefined {
  return faultAt(use(FaultsContext), path, options);
}

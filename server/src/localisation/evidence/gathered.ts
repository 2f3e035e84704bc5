import { z } from 'zod';
import type { Case } from '../core/case.ts';

/** Where sentences come from: by witness, or by witness and candidate where it differs. */
const sources = z.record(
  z.string(),
  z.object({ label: z.string(), href: z.string().nullable(), at: z.number().nullable() }),
);
export type Sources = z.infer<typeof sources>;

export function sourceKey(witness: string, candidate?: string): string {
  return candidate === undefined ? witness : `${witness} ${candidate}`;
}

interface Named {
  readonly displayName: string;
  readonly team: string | null;
  readonly version: string | null;
}

/** A run that shows the failure, here or elsewhere. */
interface ShownRun {
  readonly run: string;
  readonly check: string;
  readonly environment: string;
  readonly startedAt: string;
}

/** All that a verdict rests on, as it was when it was gathered; stored with the verdict, so that it can be judged again. */
export interface Gathered {
  readonly case: Case;
  readonly sources: Sources;
  /** What could not be had or was left out, in words. */
  readonly gaps: readonly string[];
  /** By candidate id. */
  readonly names: Readonly<Record<string, Named>>;
  /** Titles of changes by id. */
  readonly changes: Readonly<Record<string, { readonly title: string; readonly product: string | null }>>;
}

export interface Looked {
  readonly gathered: Gathered;
  readonly runs: readonly ShownRun[];
  readonly elsewhere: readonly ShownRun[];
}

import type { IntakeResult } from '@fieldmarshal/contract/relay';
import { beginningBytes, looksLikeBundle, wholeOfPart } from '@fieldmarshal/contract/relay/part';
import { bringFile } from '../relay-api.ts';
import type { Given } from './brought.ts';

export interface Looked extends Given {
  readonly file: File;
  /** Whether it can be a bundle at all. */
  readonly isLikely: boolean;
}

/** Looks at how a file begins. Rejects where it cannot be read. */
export async function lookAt(file: File): Promise<Looked> {
  const beginning = new Uint8Array(await file.slice(0, beginningBytes).arrayBuffer());
  const { name, size, lastModified } = file;
  return {
    name,
    size,
    lastModified,
    file,
    whole: wholeOfPart(beginning),
    isLikely: looksLikeBundle(name, beginning),
  };
}

/** Brings a file; one that cannot be a bundle is not sent, however large it is. */
export async function bring(
  { file, isLikely }: Looked,
  onProgress: (ratio: number) => void,
): Promise<IntakeResult> {
  if (isLikely) return bringFile(file, onProgress);
  return {
    outcome: 'refused',
    reason: 'not-a-bundle',
    message: 'This is no bundle of Fieldmarshal, so it was not sent.',
    site: null,
    sequence: null,
    parts: null,
    counts: {},
  };
}

import type { IntakeResult } from '@fieldmarshal/contract/relay';
import { looksLikeBundle, partHeadBytes, wholeOfPart } from '@fieldmarshal/contract/relay/part';
import type { OfFolder } from '../../ui/dropped-files.ts';
import { tooLargeText } from '../../ui/size-text.ts';
import { bringFile } from '../relay-api.ts';
import type { Given } from './brought.ts';

export const bytesMax = 1024 ** 3;

export interface Looked extends Given {
  readonly file: File;
  /** Whether it can be a bundle at all. */
  readonly isLikely: boolean;
}

/** What can be brought, and why the rest cannot, a sentence each. */
export interface LookedThrough {
  readonly files: Looked[];
  readonly refused: string[];
}

export async function lookThrough(files: readonly File[]): Promise<LookedThrough> {
  const looked = await Promise.allSettled(files.map(async (file) => lookAt(file)));
  return {
    files: looked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    refused: files.flatMap(({ name }, index) =>
      looked[index]?.status === 'rejected' ? [unreadText(name)] : [],
    ),
  };
}

/** Of a folder those that may be bundles, and one sentence on what became of all in it. */
export async function lookThroughFolder({
  name,
  files,
  unread,
}: OfFolder): Promise<LookedThrough & { readonly text: string }> {
  const looked = await lookThrough(files);
  const likely = looked.files.filter(({ isLikely }) => isLikely);
  const tooLarge = likely.filter(({ size }) => size > bytesMax);
  const refused = [
    ...unread.map(unreadText),
    ...looked.refused,
    ...tooLarge.map(({ file }) => tooLargeText(file, bytesMax)),
  ];
  const taken = likely.filter(({ size }) => size <= bytesMax);
  const others = looked.files.length - likely.length;
  const text = folderText(name, { taken: taken.length, refused: refused.length, others });
  return { files: taken, refused, text };
}

async function lookAt(file: File): Promise<Looked> {
  const beginning = new Uint8Array(await file.slice(0, partHeadBytes).arrayBuffer());
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

function unreadText(name: string): string {
  return `${name} cannot be read.`;
}

interface Counts {
  readonly taken: number;
  readonly refused: number;
  readonly others: number;
}

function folderText(folder: string, { taken, refused, others }: Counts): string {
  const parts = [
    taken + refused === 0 ? 'no bundle is in it' : `${taken} ${taken === 1 ? 'file' : 'files'} taken`,
    ...(refused === 0 ? [] : [`${refused} not taken`]),
    ...(others === 0
      ? []
      : [`${others} passed over that ${others === 1 ? 'is no bundle' : 'are no bundles'}`]),
  ];
  return `Folder ${folder}: ${parts.join(', ')}. Folders inside were not looked into.`;
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

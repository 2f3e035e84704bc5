import { unzipSync, zipSync } from 'fflate';
import type { Mask } from './mask.ts';

const unpackedMax = 256 * 1024 * 1024;
const isPicture = (name: string): boolean => /\.(jpe?g|png|webp|gif|woff2?)$/i.test(name);

/**
 * A zip, such as a trace, with secrets masked in every entry that is no picture. The same bytes where there is none. Throws for what is
 * no zip or unpacks to more than 256 MiB.
 */
export function maskArchive(bytes: Uint8Array, mask: Mask): Uint8Array {
  let total = 0;
  const entries = unzipSync(bytes, {
    filter: ({ originalSize, name }) => {
      total += originalSize;
      if (total > unpackedMax) throw new Error(`${name} makes the archive larger than it may be.`);
      return true;
    },
  });
  let isChanged = false;
  const masked = Object.fromEntries(
    Object.entries(entries).map(([name, content]) => {
      const now = isPicture(name) ? content : mask.bytes(content);
      isChanged ||= now !== content;
      return [name, now];
    }),
  );
  return isChanged ? zipSync(masked, { level: 6 }) : bytes;
}

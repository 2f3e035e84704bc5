import { cutsOf, partHeadOf, partName } from '@fieldmarshal/contract/relay/part';

export interface FilePart {
  readonly name: string;
  readonly content: Blob;
}

const sliceBytes = 4 * 1024 * 1024;

/**
 * A file in parts of at most `partBytes`, each of which says to which whole it belongs, as `fieldmarshal bundle export --part-size` writes
 * them. The browser's own SHA-256 needs a secure context, which plain HTTP in a closed network is not.
 */
export async function cutFile(name: string, file: Blob, partBytes: number): Promise<FilePart[]> {
  const { sha256 } = await import('@noble/hashes/sha2.js');
  const hash = sha256.create();
  for (let from = 0; from < file.size; from += sliceBytes)
    hash.update(new Uint8Array(await file.slice(from, from + sliceBytes).arrayBuffer()));
  const whole = hash.digest();
  const cuts = cutsOf(file.size, partBytes);
  return cuts.map(({ from, to }, n) => ({
    name: partName(name, n + 1),
    content: new Blob([partHeadOf({ whole, part: n + 1, parts: cuts.length }), file.slice(from, to)]),
  }));
}

/** The bytes and the name of what an address gives to be saved. Throws an Error with a sentence. */
export async function fetchFile(address: string): Promise<{ name: string; file: Blob }> {
  const response = await fetch(address, { credentials: 'same-origin' });
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  if (!response.ok || name === undefined)
    throw new Error('The server did not give the file. Please reload the page and try again.');
  return { name, file: await response.blob() };
}

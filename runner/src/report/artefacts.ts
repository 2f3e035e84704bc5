import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { extname, sep } from 'node:path';
import { runLimits, type NewRunReport } from '@fieldmarshal/contract/checks';
import type { Ended } from '../inside/messages.ts';
import { maskArchive } from './mask-archive.ts';
import type { Mask } from './mask.ts';
import { measuresAttachment } from './measures.ts';

type Announced = NonNullable<NewRunReport['artefacts']>[number];

export interface Artefact {
  readonly announced: Announced;
  readonly bytes: Uint8Array;
}

export interface Collected {
  readonly artefacts: readonly Artefact[];
  /** What was left out, in words. */
  readonly cut: readonly string[];
}

export interface Found {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/**
 * What the tries of one run left behind, with secrets masked. A file is taken only from inside of `directory`, and never through a
 * link: the test that names it is not trusted.
 */
export function collect(
  tries: readonly Pick<Ended, 'retry' | 'attachments'>[],
  { directory, mask, log, more }: { directory: string; mask: Mask; log: string; more: readonly Found[] },
): Collected {
  const cut: string[] = [];
  const artefacts: Artefact[] = [];
  const names = new Set<string>();
  let total = 0;
  const add = (found: Found): void => {
    const bytes = masked(found, mask);
    if (typeof bytes === 'string') {
      cut.push(bytes);
      return;
    }
    const isTooMuch =
      total + bytes.length > runLimits.artefactsBytes || artefacts.length >= runLimits.artefacts;
    if (bytes.length > runLimits.artefactBytes || isTooMuch) {
      cut.push(`${found.name.slice(0, 100)} was left out: it has ${bytes.length} bytes.`);
      return;
    }
    total += bytes.length;
    artefacts.push({ announced: announced(found, { bytes, names, mask }), bytes });
  };
  if (log.trim() !== '') add({ name: 'log.txt', contentType: 'text/plain', bytes: Buffer.from(log) });
  for (const { retry, attachments } of tries) {
    for (const attachment of attachments) {
      if (attachment.name === measuresAttachment) continue;
      const bytes = bytesOf(attachment, directory);
      if (bytes === null) continue;
      const name = `${attachment.name}${retry === 0 ? '' : `-retry-${retry}`}`;
      add({ name: withEnding(name, attachment), contentType: attachment.contentType, bytes });
    }
  }
  for (const found of more) add(found);
  return { artefacts, cut };
}

function bytesOf({ path, body }: Ended['attachments'][number], directory: string): Uint8Array | null {
  if (path === null) return body === null ? null : Buffer.from(body, 'base64');
  return fileInside(path, directory);
}

/** Null where it is too large, elsewhere, or a link to elsewhere. */
export function fileInside(path: string, directory: string): Uint8Array | null {
  try {
    const isInside = realpathSync(path).startsWith(`${realpathSync(directory)}${sep}`);
    const stat = lstatSync(path);
    if (!isInside || !stat.isFile() || stat.nlink > 1 || stat.size > runLimits.artefactBytes) return null;
    return readFileSync(path);
  } catch {
    return null;
  }
}

function masked({ name, contentType, bytes }: Found, mask: Mask): Uint8Array | string {
  if (mask.isEmpty) return bytes;
  if (contentType !== 'application/zip')
    return /^(image|video)\//.test(contentType) ? bytes : mask.bytes(bytes);
  try {
    return maskArchive(bytes, mask);
  } catch {
    return `${name.slice(0, 100)} was left out: secrets could not be masked in it.`;
  }
}

function announced(
  { name, contentType }: Found,
  { bytes, names, mask }: { bytes: Uint8Array; names: Set<string>; mask: Mask },
): Announced {
  return {
    name: unique(mask.text(name), names),
    kind: kindOf(name, contentType),
    contentType: /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(contentType)
      ? contentType
      : 'application/octet-stream',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

function kindOf(name: string, contentType: string): Announced['kind'] {
  if (contentType === 'application/zip' && name.startsWith('trace')) return 'trace';
  if (contentType.startsWith('image/') && name.startsWith('screenshot')) return 'screenshot';
  if (contentType.startsWith('video/')) return 'video';
  if (name === 'log.txt') return 'log';
  return name.endsWith('.har') ? 'har' : 'other';
}

function withEnding(name: string, { path, contentType }: Ended['attachments'][number]): string {
  if (extname(name) !== '') return name;
  const known: Readonly<Record<string, string>> = { 'text/plain': '.txt', 'application/json': '.json' };
  return `${name}${path === null ? (known[contentType] ?? '') : extname(path)}`;
}

function unique(wanted: string, names: Set<string>): string {
  const plain =
    wanted
      .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 100) || 'file';
  let name = plain;
  for (let number = 2; names.has(name); number += 1) name = `${number}-${plain}`;
  names.add(name);
  return name;
}

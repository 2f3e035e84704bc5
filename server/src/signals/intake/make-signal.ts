import { hasUnseen, withoutUnseen } from '@fieldmarshal/contract';
import { contentHash } from '../core/fingerprint.ts';
import { alertKey, type Labels, type Signal } from '../core/signal.ts';
import { limits } from './body.ts';

type Parts = Omit<Signal, 'hash' | 'id'>;

/** A signal with its title cleaned, its texts bounded and its hash computed. */
export function makeSignal(parts: Parts): Signal {
  const title = oneLine(parts.title);
  const annotations = bounded(parts.annotations);
  const { labels, integration } = parts;
  const key = withoutControls(parts.key);
  const link = parts.link === null ? null : withoutControls(parts.link);
  // Labels and titles that follow from the key cannot change under it, so they need no hashing.
  const hash = contentHash(
    parts.source === 'alertmanager' || parts.source === 'webhook'
      ? { title: '', labels: {}, annotations, link }
      : { title, labels, annotations, link },
  );
  return { ...parts, id: alertKey(integration.id, key), key, title, annotations, link, hash };
}

/** A title of one line and annotations within the limits. */
export function cleanContent<C extends Pick<Parts, 'title' | 'annotations'>>(content: C): C {
  return { ...content, title: oneLine(content.title), annotations: bounded(content.annotations) };
}

function withoutControls(text: string): string {
  return /\p{Cc}/u.test(text) ? text.replaceAll(/\p{Cc}/gu, ' ') : text;
}

/** Cut to 200 characters, control characters as spaces, nothing that is not seen; never empty. */
export function oneLine(text: string): string {
  // The common case first: nothing to clean.
  const clean = text.length <= 200 && !/\p{Cc}/u.test(text) && !hasUnseen(text) ? text : cleaned(text);
  return clean.trim() === '' ? 'Alert without a name' : clean.trim();
}

function cleaned(text: string): string {
  const line = withoutUnseen(text.slice(0, 2_000))
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length <= 200 ? line : `${line.slice(0, 199).toWellFormed()}…`;
}

function bounded(annotations: Labels): Labels {
  const long = Object.values(annotations).some((value) => value.length > limits.annotation);
  if (!long) return annotations;
  return Object.fromEntries(Object.entries(annotations).map(([name, value]) => [name, cut(value)]));
}

function cut(value: string): string {
  if (value.length <= limits.annotation) return value;
  return `${value.slice(0, limits.annotation).toWellFormed()} … (cut: ${value.length} characters)`;
}

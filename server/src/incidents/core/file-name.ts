const lengthMax = 120;

/** A name for people's eyes and for saving: no folders, no control or direction-changing characters, never empty. */
export function fileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .trim()
    .replace(/^\.+/, '');
  const points = Array.from(plain);
  if (points.length <= lengthMax) return plain === '' ? 'file' : plain;
  const ending = /\.[\w-]{1,10}$/.exec(plain)?.[0] ?? '';
  return points.slice(0, lengthMax - ending.length).join('') + ending;
}

/** RFC 6266 with the name in ASCII for old readers and in UTF-8 for all others. */
export function contentDisposition(kind: 'attachment' | 'inline', name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

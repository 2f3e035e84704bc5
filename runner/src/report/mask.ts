/** Replaces secrets, as they are and as they look when encoded, in everything that leaves the runner. */
export interface Mask {
  text(text: string): string;
  /** The same array where nothing was found. */
  bytes(bytes: Uint8Array): Uint8Array;
  readonly isEmpty: boolean;
}

/** Shorter ones would black out half of every text; the documentation says so. */
const shortest = 4;
/** Of a secret with several lines, such as a key, every line of this length is one itself. */
const lineShortest = 16;

export function mask(secrets: Readonly<Record<string, string>>): Mask {
  const replacements = Object.entries(secrets)
    .flatMap(([name, value]) => forms(value).map((form) => ({ form, word: `[secret ${name}]` })))
    .sort((a, b) => b.form.length - a.form.length);
  const text = (given: string): string =>
    replacements.reduce((rest, { form, word }) => rest.replaceAll(form, word), given);
  const binary = replacements.map(({ form, word }) => ({
    form: Buffer.from(form, 'utf8'),
    latin: Buffer.from(form, 'utf8').toString('latin1'),
    word,
  }));
  return {
    text,
    isEmpty: replacements.length === 0,
    bytes: (given) => {
      const buffer = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
      if (!binary.some(({ form }) => buffer.includes(form))) return given;
      const masked = binary.reduce(
        (rest, { latin, word }) => rest.replaceAll(latin, word),
        buffer.toString('latin1'),
      );
      return Buffer.from(masked, 'latin1');
    },
  };
}

function forms(value: string): string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.length >= lineShortest);
  const plain = [value, value.trim(), ...lines].filter((part) => part.length >= shortest);
  return [...new Set(plain.flatMap((part) => [part, ...encoded(part)]))].filter(
    (form) => form.length >= shortest,
  );
}

function encoded(part: string): string[] {
  const bytes = Buffer.from(part, 'utf8');
  return [
    encodeURIComponent(part),
    encodeURI(part),
    encodeURIComponent(part).replaceAll('%20', '+'),
    JSON.stringify(part).slice(1, -1),
    html(part),
    ...base64Of(bytes),
    bytes.toString('hex'),
  ];
}

function html(part: string): string {
  return part
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** In the middle of something longer it looks different at each of three offsets; only whole groups are the same for sure. */
function base64Of(bytes: Buffer): string[] {
  const inside = [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const from = offset === 0 ? 0 : 4;
    const whole = Math.floor((bytes.length + offset) / 3) * 4;
    return shifted.slice(from, whole);
  });
  const usable = inside.filter((form) => form.length >= 8);
  return [
    bytes.toString('base64'),
    bytes.toString('base64url'),
    ...usable,
    ...usable.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

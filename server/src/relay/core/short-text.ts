import { severity, type Severity } from '@fieldmarshal/contract';

/**
 * The smallest message of a site, for paper, a voice, or a QR code: "SEV1, product maps, since then, call us". Signs of the alphanumeric
 * kind only, so that it can be read out and typed: `FM1 FIELD-1 INC-7 SEV1 MAPS 202611261802 4F9K-Q7XW-2M3A`.
 */
export interface ShortMessage {
  readonly site: string;
  readonly incident: string;
  /** Null: not assessed. */
  readonly severity: Severity | null;
  /** Null: not known. */
  readonly product: string | null;
  /** RFC 3339, to the minute. */
  readonly since: string;
}

/** Characters of the seal; 60 bits, which nobody guesses by typing. */
const sealLength = 12;
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const form =
  /^FM1 ([A-Z0-9][A-Z0-9._-]{0,62}) (INC-\d{1,9}) (SEV[1-4]|SEV0) (-|[A-Z0-9][A-Z0-9._-]{0,62}) (\d{4})(\d\d)(\d\d)(\d\d)(\d\d) ([0-9A-Z-]{12,14})$/;

/** What is sealed: everything before the seal. */
export function bodyOf({ site, incident, severity: assessed, product, since }: ShortMessage): string {
  const minute = since.slice(0, 16).replaceAll(/[-T:]/g, '');
  return `FM1 ${site} ${incident} ${assessed ?? 'SEV0'} ${product ?? '-'} ${minute}`.toUpperCase();
}

/** The seal as people read it, from at least 8 bytes of a keyed hash over {@link bodyOf}. */
export function sealOf(hash: Uint8Array): string {
  let bits = 0n;
  for (const byte of hash.subarray(0, 8)) bits = (bits << 8n) | BigInt(byte);
  const letters = Array.from(
    { length: sealLength },
    (_, n) => alphabet[Number((bits >> BigInt(n * 5)) & 31n)],
  );
  return letters.join('').replaceAll(/.{4}(?=.)/g, '$&-');
}

/** Reads what was scanned or typed, however it was spaced; the seal is not checked yet. Null where it is none. */
export function readShort(text: string): { message: ShortMessage; seal: string } | null {
  const found = form.exec(text.trim().toUpperCase().replaceAll(/\s+/g, ' '));
  if (!found) return null;
  const [, site = '', incident = '', told = '', product = '', year, month, day, hour, minute, seal = ''] =
    found;
  const since = `${year}-${month}-${day}T${hour}:${minute}:00.000Z`;
  const at = Date.parse(since);
  if (Number.isNaN(at) || new Date(at).toISOString() !== since) return null;
  const assessed = severity.safeParse(told);
  return {
    message: {
      site: site.toLowerCase(),
      incident,
      severity: assessed.success ? assessed.data : null,
      product: product === '-' ? null : product.toLowerCase(),
      since,
    },
    seal: seal.replaceAll('-', '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'),
  };
}

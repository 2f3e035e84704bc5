/** What a report on a mail says (RFC 3464). */
export interface Bounce {
  /** Message-IDs it speaks of, without brackets and host, each once. */
  readonly keys: readonly string[];
  /** The address that could not be reached, in lower case; null where the report names none. */
  readonly recipient: string | null;
  /** For people: the status and what the other server said. */
  readonly detail: string;
}

const wordsMax = 200;

/**
 * Reads a mail as it came. Null where it is no report, or one of a delay or of success: only `Action: failed` is final. Everything in it
 * is a stranger's text, so nothing but these fields is taken from it.
 */
export function readBounce(mail: string): Bounce | null {
  const lines = mail
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\n[ \t]+(?=\S)/g, ' ')
    .split('\n');
  const begins = lines.findIndex((line) => /^content-type:\s*message\/(global-)?delivery-status/i.test(line));
  if (begins < 0) return null;
  const ends = lines.findIndex((line, index) => index > begins && line.startsWith('--'));
  const status = fieldsOf(lines.slice(begins, ends < 0 ? undefined : ends));
  if (status('action').at(0)?.toLowerCase() !== 'failed') return null;
  return {
    keys: keysIn(fieldsOf(lines)),
    recipient: addressIn(status('final-recipient').at(0)),
    detail: detailOf(status),
  };
}

type Fields = (name: string) => string[];

/** The values of a header field, wherever its line stands. */
function fieldsOf(lines: readonly string[]): Fields {
  return (wanted) =>
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return line.slice(0, Math.max(0, colon)).toLowerCase() === wanted ? [line.slice(colon + 1).trim()] : [];
    });
}

function keysIn(fields: Fields): string[] {
  const ids = ['message-id', 'in-reply-to', 'references'].flatMap((name) => fields(name)).join(' ');
  const keys = [...ids.matchAll(/<([^<>@\s]{1,200})@[^<>\s]{1,255}>/g)].flatMap(([, key]) => key ?? []);
  return [...new Set(keys)];
}

/** Of `rfc822; Ada@example.org`. */
function addressIn(recipient: string | undefined): string | null {
  return recipient?.split(';').at(-1)?.trim().replaceAll(/[<>]/g, '').toLowerCase() ?? null;
}

function detailOf(status: Fields): string {
  const [code = ''] = status('status');
  const [said = ''] = status('diagnostic-code');
  const words = said.replace(/^[a-z0-9-]+;\s*/i, '').slice(0, wordsMax);
  return `the mail came back${code === '' ? '' : ` (${code.slice(0, 20)})`}${words === '' ? '' : `: ${words}`}`;
}

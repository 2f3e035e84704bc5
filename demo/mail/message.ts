interface Entity {
  headers: ReadonlyMap<string, string>;
  body: string;
}

/**
 * Subject and readable text of a mail as nodemailer writes it: encoded words, multipart, quoted-printable and base64.
 * The plain part is preferred to the HTML one; attachments are left out.
 */
export function readMail(raw: string): { subject: string; text: string } {
  const mail = entity(raw);
  return { subject: decodedWords(mail.headers.get('subject') ?? '(no subject)'), text: readable(mail) ?? '' };
}

function entity(raw: string): Entity {
  const text = raw.replaceAll('\r\n', '\n');
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const lines = head.replaceAll(/\n[ \t]+/g, ' ').split('\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { headers: new Map(headers), body: end < 0 ? '' : text.slice(end + 2) };
}

function readable({ headers, body }: Entity): string | null {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary !== undefined) {
    const parts = body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => entity(part.replace(/^\n/, '')));
    const plain = parts.find((part) => (part.headers.get('content-type') ?? '').startsWith('text/plain'));
    return plain ? readable(plain) : (parts.map(readable).find((text) => text !== null) ?? null);
  }
  if (!type.startsWith('text/')) return null;
  const text = decoded(body, (headers.get('content-transfer-encoding') ?? '7bit').toLowerCase());
  return type.startsWith('text/html') ? withoutTags(text) : text;
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  return quotedPrintable(body.replaceAll(/=\n/g, ''));
}

function quotedPrintable(text: string): string {
  return text.replaceAll(/(?:=[0-9A-F]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'),
  );
}

function decodedWords(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, encoding: string, text: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : quotedPrintable(text.replaceAll('_', ' ')),
    );
}

function withoutTags(markup: string): string {
  return markup
    .replaceAll(/<a [^>]*href="([^"]+)"[^>]*>/gi, '$1 ')
    .replaceAll(/<(br|\/p|\/div|\/tr|\/h\d)[^>]*>/gi, '\n')
    .replaceAll(/<[^>]+>/g, '');
}

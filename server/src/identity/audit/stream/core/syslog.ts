/** What a message says of where it comes from and what it is about. */
interface Header {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly host: string;
  /** The audit action, such as `incident.resolved`. */
  readonly action: string;
  /** Name and value of each parameter. */
  readonly data: Readonly<Record<string, string>>;
}

/** Facility 13 (log audit), severity 5 (notice). */
const priority = 13 * 8 + 5;
/** The number that RFC 5612 keeps for documentation: this project has none of its own. */
const structuredId = 'audit@32473';

/** One message of RFC 5424, with a text in UTF-8. */
export function syslogMessage({ at, host, action, data }: Header, text: string): string {
  const parameters = Object.entries(data).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const head = `<${priority}>1 ${at} ${printable(host, 255)} fieldmarshal - ${printable(action, 32)}`;
  return `${head} [${structuredId}${parameters.join('')}] \u{FEFF}${text}`;
}

/** Messages as they go over a connection: each behind its length in bytes (RFC 6587 3.4.1, RFC 5425 4.3). */
export function framed(messages: readonly string[], lengthOf: (text: string) => number): string {
  return messages.map((message) => `${lengthOf(message)} ${message}`).join('');
}

function printable(text: string, lengthMax: number): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, lengthMax) || '-';
}

function escaped(value: string): string {
  return value.replaceAll(/["\\\]]/g, String.raw`\$&`).replaceAll(/\p{Cc}/gu, ' ');
}

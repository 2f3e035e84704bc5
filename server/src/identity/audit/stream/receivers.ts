import { hostname } from 'node:os';
import type { AuditRow } from '@fieldmarshal/contract/identity';
import { AppError, guardedFetch, guardedSend, type Config } from '#platform';
import { framed, syslogMessage } from './core/syslog.ts';

/** Where the audit log goes. `send` returns when the receiver has taken all rows, and throws where it may not have. */
export interface Receiver {
  /** Its address, without what may be secret in it. */
  readonly name: string;
  readonly send: (rows: readonly AuditRow[]) => Promise<void>;
}

const receiversMax = 5;
const timeoutMs = 20_000;
const ports: Readonly<Record<string, number>> = { 'syslog+tcp:': 601, 'syslog+tls:': 6514 };

/** The receivers of the configuration. Throws `invalid` for an address of another form. */
export function receiversOf(config: Config): Receiver[] {
  const texts = (config.auditStream ?? '').split(',').map((text) => text.trim());
  const given = texts.filter((text) => text !== '');
  if (given.length > receiversMax) throw unusable(`at most ${receiversMax} receivers`);
  const receivers = given.map((text) => receiverAt(text, config));
  const twice = receivers.find(({ name }, at) => receivers.findIndex((each) => each.name === name) !== at);
  // What one of the two has taken would count as taken by the other.
  if (twice)
    throw unusable(
      `${twice.name} is there twice; how far a receiver is, is kept by its address without what follows a question mark`,
    );
  return receivers;
}

function receiverAt(text: string, config: Config): Receiver {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.hostname === '')
    throw unusable(`"${text}" is not an address`);
  const name = `${url.protocol}//${url.host}${url.pathname}`;
  if (url.protocol === 'https:' || url.protocol === 'http:')
    return { name, send: async (rows) => post(url, config, rows) };
  const port = ports[url.protocol];
  if (port === undefined) throw unusable(`"${url.protocol}" is none of https, http, syslog+tcp, syslog+tls`);
  const target = {
    ...{ host: url.hostname.replaceAll(/[[\]]/g, ''), port: url.port === '' ? port : Number(url.port) },
    ...{ secure: url.protocol === 'syslog+tls:', timeoutMs, allowPrivate: true },
  };
  return { name, send: async (rows) => guardedSend(target, Buffer.from(messagesOf(config, rows))) };
}

/** JSON lines; the key names the rows, for a receiver that wants to know what it has had already. */
async function post(url: URL, config: Config, rows: readonly AuditRow[]): Promise<void> {
  const { auditStreamToken: token } = config;
  const { status } = await guardedFetch({
    url: url.href,
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      'idempotency-key': `fieldmarshal-audit-${rows[0]?.seq ?? 0}-${rows.at(-1)?.seq ?? 0}`,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    timeoutMs,
    responseBytesMax: 1_000,
    // The operator names it.
    allowPrivate: true,
  });
  if (status < 200 || status > 299) throw new Error(`it answered ${status}`);
}

function messagesOf(config: Config, rows: readonly AuditRow[]): string {
  const host = config.publicUrl === undefined ? hostname() : new URL(config.publicUrl).hostname;
  const messages = rows.map((row) => {
    const { at, action, seq, actor, subject, hash } = row;
    return syslogMessage(
      { at, host, action, data: { seq: String(seq), actor, subject, hash } },
      JSON.stringify(row),
    );
  });
  return framed(messages, (message) => Buffer.byteLength(message));
}

function unusable(why: string): AppError {
  return new AppError('invalid', `FIELDMARSHAL_AUDIT_STREAM cannot be used: ${why}.`, {
    faults: [{ path: 'FIELDMARSHAL_AUDIT_STREAM', message: why }],
  });
}

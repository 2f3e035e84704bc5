import { connect } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Imminent } from '@fieldmarshal/contract/checks';
import { daysLeft, judgeExpiry } from './certificate.ts';
import { MonitorFailure, networkFailure, unmet } from './failure.ts';
import type { ProbeOf, Surroundings } from './found.ts';
import { addressOf } from './look-up.ts';
import { checkText } from './rules.ts';

const answerBytesMax = 64 * 1024;

/** Connects, and where the check says so, sends something and looks at what comes back. */
export async function probeTcp(probe: ProbeOf<'tcp'>, { reach, signal, note }: Surroundings): Promise<null> {
  const port = portOf(probe.port);
  const where = `${probe.host}:${port}`;
  const began = performance.now();
  const address = await addressOf(probe.host, reach, signal);
  const lookedUp = performance.now() - began;
  const socket = connect({ host: address, port, signal });
  try {
    await once(socket, 'connect');
    const connected = performance.now() - began;
    note(
      [{ name: 'connectMs', value: connected, unit: 'ms' }],
      [
        { title: 'Look up the name', atMs: 0, durationMs: lookedUp },
        { title: 'Connect', atMs: lookedUp, durationMs: connected - lookedUp },
      ],
    );
    if (probe.send !== undefined) socket.write(probe.send);
    if (probe.expect !== undefined) await expectAnswer(socket, probe.expect);
    const totalMs = performance.now() - began;
    note([{ name: 'totalMs', value: totalMs, unit: 'ms' }]);
    checkTime(totalMs, probe.withinMs);
    return null;
  } catch (error) {
    throw inTime(error, signal, where);
  } finally {
    socket.destroy();
  }
}

/** Waits until what came fits the rule; what the connection's end or the time leaves is judged as it is. */
async function expectAnswer(
  socket: NodeJS.ReadableStream,
  rule: NonNullable<ProbeOf<'tcp'>['expect']>,
): Promise<void> {
  let text = '';
  let failure: unknown = unmet('nothing came back');
  try {
    for await (const chunk of socket) {
      text += String(chunk);
      try {
        checkText(text, rule, 'the answer');
        return;
      } catch (error) {
        failure = error;
      }
      if (text.length > answerBytesMax) break;
    }
  } catch (error) {
    throw text === '' ? error : failure;
  }
  throw failure;
}

/** The certificate that a server shows: whether it is trusted, and when it ends. */
export async function probeTls(
  probe: ProbeOf<'tls'>,
  { reach, signal, now, note }: Surroundings,
): Promise<Imminent | null> {
  const port = portOf(probe.port);
  const where = `${probe.host}:${port}`;
  const began = performance.now();
  const address = await addressOf(probe.host, reach, signal);
  const servername = probe.serverName ?? probe.host;
  // Judged below, so that an untrusted certificate still tells when it ends.
  const socket = connectTls({
    host: address,
    port,
    servername: nameFor(servername),
    rejectUnauthorized: false,
  });
  const stop = (): void => void socket.destroy(new DOMException('', 'TimeoutError'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    await once(socket, 'secureConnect');
    note([{ name: 'totalMs', value: performance.now() - began, unit: 'ms' }]);
    return judgeCertificate(socket, probe, { now, note });
  } catch (error) {
    throw inTime(error, signal, where);
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

/** An address is no server name. */
function nameFor(host: string): string {
  return /^[\d.]+$|:/.test(host) ? '' : host;
}

function judgeCertificate(
  socket: TLSSocket,
  probe: ProbeOf<'tls'>,
  { now, note }: Pick<Surroundings, 'now' | 'note'>,
): Imminent | null {
  const { valid_to: end } = socket.getPeerCertificate();
  if (end === undefined) throw unmet('the server shows no certificate');
  const ends = new Date(end);
  note([{ name: 'certificateDays', value: daysLeft(ends, now), unit: 'd' }]);
  const imminent = judgeExpiry(ends, probe.certificate, now);
  if (probe.verifyCertificate && !socket.authorized)
    throw unmet(`the certificate is not trusted: ${String(socket.authorizationError)}`);
  return imminent;
}

async function once(socket: NodeJS.EventEmitter, event: string): Promise<void> {
  await new Promise<void>((accept, reject) => {
    socket.once(event, () => accept());
    socket.on('error', reject);
  });
}

function inTime(error: unknown, signal: AbortSignal, where: string): MonitorFailure {
  if (error instanceof MonitorFailure) return error;
  return networkFailure(signal.aborted ? new DOMException('', 'TimeoutError') : error, where);
}

export function checkTime(totalMs: number, withinMs: number | undefined): void {
  if (withinMs !== undefined && totalMs > withinMs)
    throw unmet(`it took ${Math.round(totalMs)} ms, more than ${withinMs} ms`);
}

function portOf(port: number | string): number {
  const number = Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new MonitorFailure('test', `${port} is no port`);
  return number;
}

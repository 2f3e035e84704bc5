import type { Imminent } from '@fieldmarshal/contract/checks';
import { newPlainTrace } from '@fieldmarshal/playwright/marker';
import { daysLeft, judgeExpiry } from './certificate.ts';
import { exchange, type Answered } from './exchange.ts';
import { unmet } from './failure.ts';
import type { ProbeOf, Surroundings } from './found.ts';
import { checkJson, checkText } from './rules.ts';

type HttpProbe = ProbeOf<'http'>;

/** One request; throws a `MonitorFailure` at the first condition that is not met. */
export async function probeHttp(probe: HttpProbe, around: Surroundings): Promise<Imminent | null> {
  const { note, now } = around;
  const answer = await ask(probe, around);
  noteTimes(answer, note, now);
  judge(answer, probe.expect);
  if (probe.certificate === undefined || answer.certificateEnds === null) return null;
  return judgeExpiry(answer.certificateEnds, probe.certificate, now);
}

async function ask(probe: HttpProbe, { reach, signal, noteRequest }: Surroundings): Promise<Answered> {
  const { url, method, headers, body, redirects, verifyCertificate } = probe;
  const { traceId, traceparent } = newPlainTrace();
  const began = performance.now();
  const noteEnd = (status: number | null, failure: string | null): void =>
    noteRequest({ durationMs: performance.now() - began, method, url, status, traceId, failure });
  try {
    const asked = { url, method, headers, body, redirects, verifyCertificate, reach, signal, traceparent };
    const answer = await exchange(asked);
    noteEnd(answer.status, null);
    return answer;
  } catch (error) {
    noteEnd(null, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

function noteTimes(
  { times, bytes, status, certificateEnds }: Answered,
  note: Surroundings['note'],
  now: number,
): void {
  const { lookedUp, connected, firstByte, done } = times;
  note(
    [
      { name: 'totalMs', value: done, unit: 'ms' },
      { name: 'firstByteMs', value: firstByte, unit: 'ms' },
      { name: 'status', value: status, unit: '' },
      { name: 'bytes', value: bytes, unit: 'B' },
      ...(certificateEnds === null
        ? []
        : [{ name: 'certificateDays', value: daysLeft(certificateEnds, now), unit: 'd' }]),
    ],
    [
      { title: 'Look up the name', atMs: 0, durationMs: lookedUp },
      { title: 'Connect', atMs: lookedUp, durationMs: Math.max(0, connected - lookedUp) },
      { title: 'Wait for the answer', atMs: connected, durationMs: Math.max(0, firstByte - connected) },
      { title: 'Read the answer', atMs: firstByte, durationMs: done - firstByte },
    ],
  );
}

function judge({ status, headers, body, times }: Answered, expect: HttpProbe['expect']): void {
  if (!expect.status.some((wanted) => isStatus(status, wanted)))
    throw unmet(`expected ${expect.status.join(' or ')}, got ${status}`);
  for (const { name, ...rule } of expect.headers) {
    const value = headers[name.toLowerCase()];
    if (value === undefined) throw unmet(`the answer has no header ${name}`);
    checkText(String(value), rule, `the header ${name}`);
  }
  for (const rule of expect.body) checkText(body, rule, 'the body');
  if (expect.json.length > 0) {
    const value = parsed(body);
    for (const rule of expect.json) checkJson(value, rule);
  }
  if (expect.withinMs !== undefined && times.done > expect.withinMs)
    throw unmet(`it took ${Math.round(times.done)} ms, more than ${expect.withinMs} ms`);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw unmet('the body is not JSON');
  }
}

/** `200`, `2xx` or `200-204`. */
function isStatus(status: number, wanted: string): boolean {
  if (wanted.endsWith('xx')) return Math.floor(status / 100) === Number(wanted[0]);
  const [from = '', to = from] = wanted.split('-');
  return status >= Number(from) && status <= Number(to);
}

import type { FaultClass } from '@fieldmarshal/contract/checks';

/** Why a monitor fails: whose fault, why that, and the words of the error. */
export class MonitorFailure extends Error {
  readonly fault: FaultClass;
  readonly why: string;
  /**
   * What the network said in place of an answer, which may be the way there as well as what is looked at: `silence` where nothing came back
   * at all, `refusal` where something did, such as a closed door. Null where there was an answer.
   */
  readonly inPlaceOfAnswer: 'silence' | 'refusal' | null;

  constructor(
    fault: FaultClass,
    message: string,
    { why = message, inPlaceOfAnswer = null }: Circumstances = {},
  ) {
    super(message);
    this.name = 'MonitorFailure';
    this.fault = fault;
    this.why = why;
    this.inPlaceOfAnswer = inPlaceOfAnswer;
  }
}

interface Circumstances {
  readonly why?: string;
  readonly inPlaceOfAnswer?: MonitorFailure['inPlaceOfAnswer'];
}

/** A condition of the check that is not met: that is what the check is for. */
export function unmet(message: string): MonitorFailure {
  return new MonitorFailure('product', message);
}

/** What happens most, in words; otherwise the system says which call failed, and the address a second time. */
const saidOf: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused, as when nothing listens there',
  ECONNRESET: 'the connection was broken off',
};

/** What the network says, as whose fault it is. No network and no answering name server are the runner's surroundings. */
export function networkFailure(error: unknown, where: string): MonitorFailure {
  if (error instanceof MonitorFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = error instanceof Error ? error.message : String(error);
  if (code === 'EAI_AGAIN')
    return new MonitorFailure('environment', `${where}: no name server answers here`, {
      why: 'The runner has no name service.',
    });
  if (code === 'ENETUNREACH' || code === 'ENETDOWN')
    return new MonitorFailure('environment', `${where}: ${words}`, { why: 'The runner has no network.' });
  if (/^(EMFILE|ENFILE|ENOMEM|ENOBUFS|EADDRNOTAVAIL)$/.test(code))
    return new MonitorFailure('harness', `${where}: ${words}`, { why: 'The runner is out of resources.' });
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'))
    return unanswered(`${where} did not answer in time`, 'silence');
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH') return unanswered(`${where}: ${words}`, 'silence');
  const known = saidOf[code];
  return unanswered(`${where}: ${known === undefined ? words : `${known} (${code})`}`, 'refusal');
}

function unanswered(message: string, inPlaceOfAnswer: 'silence' | 'refusal'): MonitorFailure {
  return new MonitorFailure('product', message, { inPlaceOfAnswer });
}

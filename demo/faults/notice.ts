import type { Fault, FaultKind } from './fault.ts';

interface Description {
  title: string;
  does: string;
  /** What is noticed where the environment has a line out. */
  noticed: string;
}

/** Every kind of fault in the words of the fault page. */
export const descriptions: Readonly<Record<FaultKind, Description>> = {
  errors: {
    title: 'Errors',
    does: 'A share of its requests is answered with 500.',
    noticed:
      'Alert ProductErrors of it, and soon of those who cannot do without it, after about 20 seconds: one incident for the environment. The applications say that something is wrong.',
  },
  latency: {
    title: 'Slowness',
    does: 'Every answer comes late.',
    noticed:
      'Alert ProductSlow after about 30 seconds, also of those who wait for it. Above 2 seconds callers give up: then ProductErrors too. The applications feel heavy.',
  },
  hang: {
    title: 'Hang',
    does: 'It takes requests and never answers.',
    noticed:
      'Its callers give up after 2 seconds: alerts ProductErrors and ProductSlow after about 30 seconds. The applications say that the answer took too long.',
  },
  'wrong-data': {
    title: 'Wrong data with 200',
    does: 'It answers in time, well-formed, and wrong.',
    noticed:
      'No alert at all: every light stays green. Only the pages show it, such as names beside the wrong case. A person sees it, or a check that reads the page.',
  },
  crash: {
    title: 'Crash',
    does: 'It is gone, with everything it had in memory, and comes back after a while.',
    noticed:
      'Alert ProductDown after about 10 seconds. The applications fail until it is back; what was saved there since the start is lost.',
  },
  'memory-growth': {
    title: 'Memory growth',
    does: 'It takes 2 MB more every second, up to a limit.',
    noticed: 'Alert MemoryGrowth after about 20 seconds. Nobody using the applications notices anything.',
  },
  'queue-lag': {
    title: 'Queue lag',
    does: 'Its queue is no longer worked off.',
    noticed:
      'Alert QueueLag after about 25 seconds. Messages stay “waiting”, and reports say how far behind their figures are.',
  },
  'bad-deploy': {
    title: 'Bad deploy',
    does: 'A new version goes out; two requests in five fail with it, the others take 250 ms longer.',
    noticed:
      'A change at once, then alert ProductErrors after about 20 seconds. Switching it off is the roll-back, and a change again.',
  },
  'expiring-certificate': {
    title: 'Expiring certificate',
    does: 'Its certificate runs out in some hours.',
    noticed:
      'Alert CertificateExpires after about 10 seconds when less than 48 hours are left: an incident. Up to two weeks: CertificateExpiresSoon, on the Alerts screen only.',
  },
};

/** What will be noticed of a fault, and where. */
export function notice(fault: Fault, isConnected: boolean): string {
  if (isConnected) return descriptions[fault.fault].noticed;
  return `Nothing arrives: ${fault.environment} has no line out, and nobody scrapes it from here. Only its own applications show it.`;
}

/** The figures of a fault, such as `rate 0.5`. */
export function settings(fault: Fault): string {
  const { environment: _environment, product: _product, fault: _fault, ...rest } = fault;
  return Object.entries(rest)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

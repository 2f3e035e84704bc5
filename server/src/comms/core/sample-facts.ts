import type { DraftFacts } from './facts.ts';

/** A plain case for tests: two applications, one of them down, half an hour in. */
export function sampleFacts(changes: Partial<DraftFacts> = {}): DraftFacts {
  return {
    stage: 'investigating',
    audience: 'customers',
    channel: 'full',
    language: 'en',
    timeZone: 'Europe/London',
    now: '2026-11-24T10:30:00Z',
    apps: [
      { ref: 'app-pay-web', publicName: 'Payments', state: 'down', evidence: 'impact:pay' },
      { ref: 'app-acct', publicName: 'Accounts', state: 'degraded', evidence: 'impact:acct' },
    ],
    symptoms: [],
    said: [],
    scope: null,
    workaround: null,
    startedAt: { value: '2026-11-24T10:00:00Z', evidence: 'INC-7#1' },
    resolvedAt: null,
    nextUpdateAt: { value: '2026-11-24T11:00:00Z', evidence: 'INC-7#4' },
    customers: null,
    corrects: null,
    ...changes,
  };
}

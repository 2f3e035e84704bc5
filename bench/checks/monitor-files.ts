interface Wanted {
  readonly count: number;
  readonly everySeconds: number;
  /** Base address; monitor n looks at `/n`. */
  readonly url: string;
}

/** So many HTTP monitors `m0`, `m1`, … in one environment that may reach this host. */
export function monitorFiles({ count, everySeconds, url }: Wanted): string {
  const environment = {
    apiVersion: 'fieldmarshal/v1',
    kind: 'Environment',
    metadata: { name: 'here' },
    spec: { privateRanges: ['127.0.0.0/8'] },
  };
  const checks = Array.from({ length: count }, (_, index) => ({
    apiVersion: 'fieldmarshal/v1',
    kind: 'Check',
    metadata: { name: `m${index}` },
    spec: {
      everySeconds,
      timeoutSeconds: 5,
      probe: { type: 'http', url: `${url}/${index}` },
      environments: [{ environment: 'here' }],
    },
  }));
  return [environment, ...checks].map((each) => JSON.stringify(each)).join('\n---\n');
}

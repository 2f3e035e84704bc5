import { startAgent } from '../agent/agent.ts';
import { counterToken } from './counter.ts';

/** A runner as a process of its own, for tests that kill it. Its monitors pass at once. */
const [url = '', directory = ''] = process.argv.slice(2);

const agent = startAgent({
  url,
  token: counterToken,
  directory,
  version: 'test',
  lanes: 1,
  environment: { PATH: '' },
  say: (words) => process.stderr.write(`${words}\n`),
  runMonitor: ({ id, attempt }) =>
    Promise.resolve({
      report: { id, attempt, startedAt: new Date().toISOString(), durationMs: 1, verdict: 'passed' },
      artefacts: [],
    }),
});
await agent.ended;

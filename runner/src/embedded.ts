import { availableParallelism, setPriority } from 'node:os';
import { startAgent } from './agent/agent.ts';

/**
 * The runner inside a server: a process of its own, so that nothing it does holds up the server, whose machine it shares: it leaves a
 * core, and intake and paging go before it. It ends with its parent.
 */
const niceness = 10;
setPriority(niceness);
const {
  FIELDMARSHAL_RUNNER_URL: url = '',
  FIELDMARSHAL_RUNNER_TOKEN: token = '',
  FIELDMARSHAL_RUNNER_DATA: directory = '',
  FIELDMARSHAL_RUNNER_VERSION: version = '',
} = process.env;
// Tests of checks are told nothing of it.
delete process.env['FIELDMARSHAL_RUNNER_TOKEN'];

const agent = startAgent({
  url,
  token,
  directory,
  version,
  environment: process.env,
  lanes: Math.max(1, availableParallelism() - 1),
  say: (words) => process.stderr.write(`${words}\n`),
});
const stop = (): void => {
  void agent.stop().finally(() => process.exit(0));
};
process.once('disconnect', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
await agent.ended;

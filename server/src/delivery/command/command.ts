import { spawn } from 'node:child_process';
import type { Channel, Outcome, Outgoing } from '../channel.ts';
import type { Provider, SettingsOf } from '../providers/provider.ts';
import { routeOf } from '../providers/provider-routes.ts';
import { isOfKind } from '../providers/provider.ts';
import { readProviders } from '../providers/read-providers.ts';

const outputBytesMax = 10_000;

/** A program on this machine, for a modem, a siren, a pager transmitter; only from the operator's file. The destination is its name. */
export const command: Channel = {
  notConfigured: 'There is no command of this name in the providers file of the operator.',
  routes: async (env, destination) =>
    (await readProviders(env)).flatMap((provider) =>
      provider.isOperators && provider.name === destination && isOfKind(provider, 'command')
        ? [routeOf(provider, async (outgoing) => run(provider, outgoing))]
        : [],
    ),
};

interface Ended {
  readonly code: number | null;
  readonly why: 'exit' | 'timeout' | 'output' | 'not-started';
  readonly output: string;
}

async function run(provider: Provider<SettingsOf<'command'>>, outgoing: Outgoing): Promise<Outcome> {
  const { timeoutS, temporaryExitCodes } = provider.settings;
  const { code, why, output } = await execute(provider.settings, outgoing);
  const said = output === '' ? '' : ` It said: ${output}`;
  if (why === 'not-started')
    return {
      outcome: 'failed',
      permanent: true,
      detail: `The command ${provider.name} cannot be started.${said}`,
    };
  if (why !== 'exit')
    return {
      outcome: 'unknown',
      detail: `The command ${provider.name} was stopped: ${why === 'timeout' ? `it took longer than ${timeoutS} s` : 'it wrote too much'}. It may have worked.`,
    };
  if (code === 0) return { outcome: 'sent', detail: `The command ${provider.name} took it.${said}` };
  return {
    outcome: 'failed',
    permanent: code !== null && !temporaryExitCodes.includes(code),
    detail: `The command ${provider.name} ended with ${code ?? 'a signal'}.${said}`,
  };
}

/** No shell, and nothing from outside among the arguments, where it could be taken for an option. */
async function execute({ argv, timeoutS }: SettingsOf<'command'>, outgoing: Outgoing): Promise<Ended> {
  const { key, destination, message, createdAt } = outgoing;
  const { type, subject, text, answerLink, data } = message;
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, {
    shell: false,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      FIELDMARSHAL_KEY: key,
      FIELDMARSHAL_TYPE: type,
      FIELDMARSHAL_SUBJECT: subject,
      FIELDMARSHAL_LINK: answerLink ?? '',
    },
  });
  // A program that reads nothing closes its input early, which is its business.
  child.stdin.on('error', () => undefined);
  child.stdin.end(
    JSON.stringify({ key, destination, type, createdAt, subject, text, link: answerLink, data }),
  );
  return new Promise((resolve) => {
    let output = '';
    let why: Ended['why'] = 'exit';
    const stop = (reason: 'timeout' | 'output'): void => {
      why = reason;
      if (child.pid !== undefined) killGroup(child.pid);
      // What it has started in a group of its own may hold these open for ever.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => stop('timeout'), timeoutS * 1000);
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (output.length > outputBytesMax && why === 'exit') stop('output');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const end = (code: number | null, reason: Ended['why']): void => {
      clearTimeout(timer);
      resolve({
        code,
        why: reason,
        output: output
          .replaceAll(/[\s\p{Cc}]+/gu, ' ')
          .trim()
          .slice(0, 200),
      });
    };
    child.on('error', (error) => {
      output += error.message;
      end(null, 'not-started');
    });
    child.on('close', (code) => end(code, why));
  });
}

/** Ends a program and what it has started in its group; one that has ended by itself is no error. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

import { spawn, type ChildProcess } from 'node:child_process';

/** A program of ours that cannot outlive us. */
export interface Tethered {
  /** Resolves when it has ended, for whatever reason, with its exit code (`null` after a signal). */
  readonly ended: Promise<number | null>;
  /** The last lines it wrote to standard error, for a message. */
  lastWords(): string;
  /** Asks it to end, and ends it after 4 s. */
  stop(): Promise<void>;
}

export interface Program {
  command: string;
  arguments: readonly string[];
  directory: string;
  environment: Readonly<Record<string, string>>;
  onLine?: (line: string) => void;
}

// The pipe to standard input is the tether: it breaks when we end, also by kill -9, and `cat` returns. The program gets
// no such pipe itself, and a process group of its own, so that Ctrl-C reaches it only through us and in our order.
const tether = `
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
( cat <&3; kill -TERM $child; sleep 4; kill -KILL $child ) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait $child
code=$?
kill $watcher 2>/dev/null
exit $code
`;

const lastWordsMax = 4000;

export function startTethered({
  command,
  arguments: args,
  directory,
  environment,
  onLine,
}: Program): Tethered {
  const options = { cwd: directory, env: { ...process.env, ...environment }, detached: true };
  const child =
    process.platform === 'win32'
      ? spawn(command, args, { ...options, detached: false })
      : spawn('sh', ['-c', tether, 'tether', command, ...args], options);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    words = (words + chunk).slice(-lastWordsMax);
  });
  readLines(child, onLine);
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => resolve(code));
    child.on('error', (error) => {
      words += String(error);
      resolve(null);
    });
  });
  return {
    ended,
    lastWords: () => words.trim(),
    stop: async () => {
      if (process.platform === 'win32') child.kill();
      child.stdin.end();
      await ended;
    },
  };
}

function readLines(child: ChildProcess, onLine: ((line: string) => void) | undefined): void {
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  });
}

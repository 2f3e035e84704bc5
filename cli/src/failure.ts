/** One thing wrong, as the server names it. */
interface Fault {
  readonly path: string;
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** A refusal to show to the person at the terminal: one sentence, and everything wrong with its place. */
export class Refusal extends Error {
  readonly faults: readonly Fault[];

  constructor(sentence: string, faults: readonly Fault[] = []) {
    super(sentence);
    this.name = 'Refusal';
    this.faults = faults;
  }
}

/** `demo/products.yaml:12:5 spec.owner: there is no Team "edgee"`: what editors and CI systems make a link of. */
export function faultLine({ file, line, column, path, message }: Fault): string {
  const where =
    file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')} `;
  return `${where}${path === '' ? '' : `${path}: `}${message}`;
}

/** Writes a failure to standard error; a stack only for what nobody foresaw. */
export function printFailure(error: unknown): void {
  const faults = error instanceof Refusal ? error.faults : [];
  for (const fault of faults) console.error(faultLine(fault));
  console.error(sentenceOf(error));
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Refusal) return error.message;
  // An AppError of the server's code, which is only loaded by the commands that need it.
  if ('publicMessage' in error && typeof error.publicMessage === 'string') return error.publicMessage;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') {
    const port = 'port' in error ? String(error.port) : '';
    return `Port ${port} is taken by another program. Choose another one with --port.`;
  }
  if (code === 'EADDRNOTAVAIL') {
    const address = 'address' in error ? String(error.address) : '';
    return `This machine has no address ${address}. Choose another one with --host.`;
  }
  if (code === 'EACCES' || code === 'ENOENT' || code === 'ENOSPC' || code === 'EISDIR') return error.message;
  return error.stack ?? error.message;
}

import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '#platform';

/** OWASP's argon2id profile of 19 MiB and two passes; about 30 ms here. Stored with each hash, so it can be raised later. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const tagLength = 32;

/** Each hash takes 19 MiB and a thread: few at a time, and a bounded queue. */
const runningMax = 2;
const waitingMax = 32;
const waiting: (() => void)[] = [];
let running = 0;

/** PHC string such as `$argon2id$v=19$m=19456,t=2,p=1$…$…`. Throws `unavailable` when too many wait. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive(password, { nonce, tagLength, ...current });
  const { memory, passes, parallelism } = current;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
}

/** Whether the password made the hash. Against null it takes as long and is false, so that time tells nothing about who exists. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash ?? '');
  const [, memory, passes, parallelism, nonce, expected] = parts ?? [];
  if (memory === undefined || nonce === undefined || expected === undefined) {
    await derive(password, { nonce: Buffer.alloc(16), tagLength, ...current });
    return false;
  }
  const wanted = Buffer.from(expected, 'base64');
  const tag = await derive(password, {
    nonce: Buffer.from(nonce, 'base64'),
    tagLength: wanted.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return wanted.length === tag.length && timingSafeEqual(wanted, tag);
}

interface Parameters {
  readonly nonce: Buffer;
  readonly tagLength: number;
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

async function derive(password: string, parameters: Parameters): Promise<Buffer> {
  await takeTurn();
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const message = password.normalize('NFKC');
      argon2('argon2id', { message, ...parameters }, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

async function takeTurn(): Promise<void> {
  if (running < runningMax) {
    running += 1;
    return;
  }
  if (waiting.length >= waitingMax)
    throw new AppError('unavailable', 'Many people sign in at this moment. Please try again.', {
      retryAfterS: 2,
    });
  await new Promise<void>((resolve) => waiting.push(resolve));
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

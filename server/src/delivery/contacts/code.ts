import type { Env } from '#platform';
import { serverKey } from '../webhook/server-key.ts';

/** How long a code is good for. */
export const codeMinutes = 15;

/** Names the code that was sent for a method at one moment. */
export function codeSubject(method: string, sentAt: Date): string {
  return `CC-${method}.${sentAt.getTime()}`;
}

/** Six digits in two groups, the same for the same subject; nothing of them is stored. */
export async function codeOf(env: Env, subject: string): Promise<string> {
  const key = await serverKey(env);
  const digits = String(key.derived('code', subject).readUInt32BE(0) % 1_000_000).padStart(6, '0');
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}

/** What a request was about. */
export interface Requested {
  readonly action: OpsgenieAction;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the alert, or the name of the heartbeat. */
  readonly key: string;
}

const letters = {
  c: 'Create',
  x: 'Close',
  a: 'Acknowledge',
  n: 'AddNote',
  m: 'UpdateMessage',
  d: 'UpdateDescription',
} as const;
export type OpsgenieAction = (typeof letters)[keyof typeof letters];

/**
 * A request id that says itself what was asked, so that its outcome can be told by any process and after any restart without a row for
 * each request. It holds nothing that its sender did not send.
 */
export function requestIdOf({ action, at, key }: Requested): string {
  const letter = Object.entries(letters).find(([, name]) => name === action)?.[0] ?? 'c';
  return `${letter}${at.toString(36)}-${Buffer.from(key).toString('base64url')}`;
}

/** `null` where no request of ours has this id. */
export function readRequestId(text: string): Requested | null {
  const found = /^([a-z])([0-9a-z]{1,11})-([A-Za-z0-9_-]{1,3000})$/.exec(text);
  if (!found) return null;
  const [, letter = '', at = '', key = ''] = found;
  const action = Object.entries(letters).find(([each]) => each === letter)?.[1];
  const time = Number.parseInt(at, 36);
  if (action === undefined || time > 8.64e15) return null;
  return { action, at: time, key: Buffer.from(key, 'base64url').toString('utf8').replaceAll('\0', '') };
}

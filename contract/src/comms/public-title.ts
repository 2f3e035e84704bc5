interface Sent {
  readonly title: string;
  /** Of a correction that renames the incident. */
  readonly publicTitle: string | null;
}

/**
 * The messages by which an incident has its names on the status page, of those to customers in one language, oldest first: the first one, and
 * then each correction that renames it. The last is how it is called now; empty where nothing was sent.
 */
export function namingMessages<M extends Sent>(sent: readonly M[]): { message: M; name: string }[] {
  return sent.flatMap((message, index) => {
    const name = message.publicTitle ?? (index === 0 ? message.title : null);
    return name === null ? [] : [{ message, name }];
  });
}

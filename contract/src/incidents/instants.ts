/** The earlier and the later of two instants as the log writes them: RFC 3339 in UTC, so that their order is that of their letters. */
export function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

export function later(a: string, b: string): string {
  return a < b ? b : a;
}

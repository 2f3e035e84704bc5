/** `1 page`, `3 pages`, `0 pages`: of what takes an `s`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

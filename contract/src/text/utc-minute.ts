/** `2026-11-25 14:30 UTC`, for readers who sit anywhere. */
export function utcMinute(instant: string | number | Date): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

interface Fire {
  readonly id: string;
  readonly severity: string | null;
  readonly drill?: boolean | undefined;
}

/** Whether an address is in the room of an open incident of the two worst severities: who is there has something else to do. */
export function isInFire(fires: readonly Fire[], pathname: string): boolean {
  return fires.some(
    ({ id, severity, drill }) =>
      drill !== true &&
      (severity === 'SEV1' || severity === 'SEV2') &&
      `${pathname}/`.startsWith(`/incidents/${id}/`),
  );
}

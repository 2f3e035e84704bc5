/** An answer that waited for longer is counted as if it had waited so long: 400 days, as far back as a summary looks. */
export const heldSecondsMax = 34_560_000;
/** So many answers wait on one device at most; a further one stays in its form. */
export const waitingMax = 20;

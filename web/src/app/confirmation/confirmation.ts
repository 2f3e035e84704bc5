/** Asks the person once more who they are; true when they showed it. Set by the layer that can ask. */
type Asker = () => Promise<boolean>;

let asker: Asker | null = null;
let asking: Promise<boolean> | null = null;

export function offerConfirmation(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = null;
  };
}

/** One question at a time: requests that need it together wait for the same answer. False where nobody can ask. */
export async function confirmIdentity(): Promise<boolean> {
  if (asker === null) return false;
  asking ??= asker().finally(() => {
    asking = null;
  });
  return asking;
}

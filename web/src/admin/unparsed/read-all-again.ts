/** What the list of kept signals answers, the newest first. */
interface KeptPage {
  readonly items: readonly { readonly id: string }[];
  readonly nextCursor: string | null;
}

interface Asking {
  /** One page; an empty cursor is the first. */
  readonly list: (cursor: string) => Promise<KeptPage>;
  /** Whether one is understood now; null where somebody else has settled it meanwhile. */
  readonly replay: (id: string) => Promise<boolean | null>;
}

export interface ReadAgain {
  readonly understood: number;
  readonly still: number;
}

/** Reads again all that is kept, the oldest first: the end of an alert comes after its beginning. Rejects with the first that fails. */
export async function readAllAgain({ list, replay }: Asking): Promise<ReadAgain> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: KeptPage = await list(cursor);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  let understood = 0;
  let still = 0;
  for (const id of ids.reverse()) {
    const is = await replay(id);
    if (is === true) understood += 1;
    if (is === false) still += 1;
  }
  return { understood, still };
}

/** One sentence on what came of it. */
export function readAgainText({ understood, still }: ReadAgain): string {
  if (still === 0) return `${understood} understood, nothing left`;
  return `${understood} understood, ${still} still not`;
}

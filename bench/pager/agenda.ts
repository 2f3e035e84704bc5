interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** What happens when in simulated time, earliest first; what is due at one moment happens in the order in which it was put down. */
export class Agenda {
  /** Milliseconds since the epoch: the time of the database, and of the world. */
  now: number;
  readonly #heap: Entry[] = [];
  #order = 0;

  constructor(now: number) {
    this.now = now;
  }

  after(ms: number, run: () => void): void {
    const heap = this.#heap;
    this.#order += 1;
    const entry = { at: this.now + ms, order: this.#order, run };
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = entry;
  }

  /** Lets the next thing happen; false where nothing is left. */
  step(): boolean {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return false;
    if (heap.length > 0) sink(heap, last);
    this.now = Math.max(this.now, first.at);
    first.run();
    return true;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function sink(heap: Entry[], entry: Entry): void {
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    if (a === undefined) break;
    const isRight = b !== undefined && isBefore(b, a);
    const child = isRight ? b : a;
    if (!isBefore(child, entry)) break;
    heap[place] = child;
    place = isRight ? left + 1 : left;
  }
  heap[place] = entry;
}

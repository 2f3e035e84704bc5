import { at } from '../graph/rows.ts';
import { levelMax, none } from '../levels.ts';

/** What is known of one thing in one environment. */
export const finding = { untouched: 0, hit: 1, works: 2, unknown: 3 } as const;

/** What is known of all workflows, or all applications, of one environment, by number. */
export class Findings {
  readonly found: Uint8Array;
  readonly level: Uint8Array;
  readonly state: Uint8Array;
  /** Of a workflow: the product it comes by. Of an application: the workflow, or −2 − the product. −1: neither. */
  readonly by: Int32Array;
  #by = -1;

  constructor(count: number) {
    this.found = new Uint8Array(count);
    this.level = new Uint8Array(count).fill(none);
    this.state = new Uint8Array(count);
    this.by = new Int32Array(count).fill(-1);
  }

  copy(): Findings {
    const copy = new Findings(this.found.length);
    copy.found.set(this.found);
    copy.level.set(this.level);
    copy.state.set(this.state);
    copy.by.set(this.by);
    return copy;
  }

  /** By what the hits that follow come. */
  comesBy(by: number): void {
    this.#by = by;
  }

  /** The surest way counts, and of equals the worst state. */
  hit(number: number, level: number, state: number): void {
    if (level > levelMax) return;
    const known = at(this.level, number);
    if (level > known || (level === known && state >= at(this.state, number))) return;
    this.found[number] = finding.hit;
    this.level[number] = level;
    this.state[number] = state;
    this.by[number] = this.#by;
  }

  touched(): number[] {
    const touched: number[] = [];
    for (let number = 0; number < this.found.length; number += 1)
      if (this.found[number] !== finding.untouched) touched.push(number);
    return touched;
  }

  /** Of what is cut off nothing is known. */
  forget(): void {
    for (const number of this.touched()) this.found[number] = finding.unknown;
  }
}

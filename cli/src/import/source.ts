import type { Draft } from './core/draft.ts';
import type { SourceApi } from './http.ts';

/** When things are asked about: from now for 52 weeks. */
export interface Window {
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
}

/** What the API of a source answered, by the name of the list; a file of it can be imported later. */
export type Dump = Readonly<Record<string, unknown>>;

/** One product a rota can come from. A new one is a folder and a line in `sources.ts`. */
export interface Source {
  readonly title: string;
  /** Where its API is where nothing else is said; null where every installation has its own. */
  readonly apiDefault: string | null;
  /** The query that its key has to be made for, where keys are made for one. */
  readonly keyQuery?: string;
  /** The headers that carry its key. */
  headers(token: string): Record<string, string>;
  /** Asks for everything that can be carried over, and for the shifts as the source itself renders them. */
  fetch(api: SourceApi, window: Window): Promise<Dump>;
  /** Reads what `fetch` returned, or an exported file of the same form. Throws nothing for what it cannot understand: that is told in the draft. */
  read(dump: Dump, window: Window): Draft;
}

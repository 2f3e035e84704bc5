/** What a document for paper is made of. */
export interface Paper {
  readonly title: string;
  /** Under the title. */
  readonly about: string;
  /** At the foot of every page, beside the numbers: what it is of, and how it is to be treated. */
  readonly foot: string;
  /** As Markdown; its first heading is the title's and is left out. */
  readonly markdown: string;
  /** RFC 3339: the day the file bears. The same paper gives the same bytes. */
  readonly at: string;
}

export interface Printed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly pages: number;
}

/** After so many pages it ends with a sentence that says so. */
export const pagesMax = 400;

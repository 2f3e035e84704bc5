declare module 'bidi-js' {
  interface Levels {
    readonly levels: Uint8Array;
    readonly paragraphs: readonly { readonly start: number; readonly end: number; readonly level: number }[];
  }
  interface Bidi {
    /** Level of each UTF-16 unit; odd ones run from right to left. */
    getEmbeddingLevels(text: string, direction?: 'auto' | 'ltr' | 'rtl'): Levels;
    getMirroredCharacter(character: string): string | null;
  }
  export default function bidi(): Bidi;
}

declare const SHELL_BUILD: { readonly id: string; readonly entry: string; readonly files: readonly string[] };

/** The build this worker belongs to, written in by `vite.config.ts`: its hash, its entry script, and every file of it. */
export const build = SHELL_BUILD;

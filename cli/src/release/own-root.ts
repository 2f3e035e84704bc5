import { fileURLToPath } from 'node:url';

/** The checkout, or the installed version, that runs this; without a slash at its end. */
export const ownRoot = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

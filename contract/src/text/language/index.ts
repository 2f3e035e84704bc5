export { behindDenials, isDenial } from './denial.ts';
export { languageOf, littleWords, type Language } from './language-of.ts';
export { contraryIn } from './opposites.ts';
export { claimsNoMore, isReserved, isSupposed, isThought } from './supposed.ts';

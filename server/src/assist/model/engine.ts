export { textKinds } from '../core/texts/kinds.ts';
export { entriesOf, type TextKind } from '../core/texts/text-kind.ts';
export { askForText } from './write/ask-for-text.ts';
export { byRules, compose } from './core/compose.ts';
export { materialOf } from './core/material.ts';

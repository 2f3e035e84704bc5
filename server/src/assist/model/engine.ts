export { askForSummary } from './ask-for-summary.ts';
export { byRules, compose } from './core/compose.ts';
export { materialOf } from './core/material.ts';

export { expect } from '@playwright/test';
export { productOf, type UrlPattern } from './attribution.ts';
export { syntheticHeader } from './marker.ts';
export { step } from './step.ts';
export { test, type FieldmarshalOptions } from './test.ts';

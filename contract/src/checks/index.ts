export { checksContract } from './contract.ts';
export * from './deploy.ts';
export * from './monitor.ts';
export * from './run.ts';
export * from './runner.ts';
export * from './runner-protocol.ts';
export * from './spec.ts';
export * from './view.ts';
export * from './preview.ts';

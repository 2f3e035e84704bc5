export * from './channel.ts';
export * from './contact-method.ts';
export * from './contract.ts';

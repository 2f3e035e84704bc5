export * from './channel.ts';
export * from './contact-method.ts';
export * from './contacts.ts';
export * from './contract.ts';
export * from './provider.ts';
export * from './state.ts';

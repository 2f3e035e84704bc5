export * from './account.ts';
export { actorName, type Actor } from './actor.ts';
export * from './audit.ts';
export { identityContract } from './contract.ts';
export * from './integration.ts';
export { role, type Role } from './role.ts';
export * from './sign-in.ts';
export * from './token.ts';

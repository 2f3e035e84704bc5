export { identityContract } from './contract.ts';
export { actorName, type Actor } from './actor.ts';
export { role, type Role } from './role.ts';

import {
  configureOutbound,
  notifyPublisher,
  openDatabases,
  reactionHandlers,
  reactionTable,
  systemClock,
  type Config,
  type Connection,
  type Env,
  type Handler,
  type Log,
  type PoolSizes,
} from '#platform';
import { domainHandlers } from './domains.ts';
import { reactions } from './reactions/index.ts';

interface Where {
  readonly config: Config;
  readonly connection: Connection;
  readonly log: Log;
  /** How many connections it may hold. */
  readonly sizes: PoolSizes;
}

/** What one thread of the server works with; its databases are for the caller to close. */
export function openEnv({ config, connection, log, sizes }: Where): Env {
  configureOutbound(config);
  return {
    config,
    log,
    clock: systemClock,
    databases: openDatabases(connection, log, { sizes }),
    reactions: reactionTable(reactions),
    live: notifyPublisher,
    handover: null,
  };
}

/** Every job there is: those of the domains, and the reactions. */
export function allHandlers(env: Pick<Env, 'reactions'>): Handler[] {
  return [...domainHandlers, ...reactionHandlers(env.reactions)];
}

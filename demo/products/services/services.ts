import type { ProductName } from '../../ports.ts';
import type { Behaviour } from '../behaviour.ts';
import { audit } from './audit.ts';
import { files } from './files.ts';
import { gateway } from './gateway.ts';
import { identity } from './identity.ts';
import { maps } from './maps.ts';
import { messages } from './messages.ts';
import { objects } from './objects.ts';
import { permissions } from './permissions.ts';
import { pipelines } from './pipelines.ts';
import { reports } from './reports.ts';
import { scheduler } from './scheduler.ts';
import { search } from './search.ts';

/** What each product does; called at every start of it. */
export const services: Readonly<Record<ProductName, (now: () => number) => Behaviour>> = {
  gateway,
  identity,
  permissions,
  objects,
  search,
  pipelines,
  files,
  maps,
  messages,
  reports,
  scheduler,
  audit,
};

export const queueProducts: readonly ProductName[] = ['pipelines', 'messages', 'scheduler'];

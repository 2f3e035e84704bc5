import type { Actor } from '@fieldmarshal/contract';
import type { Who } from '@fieldmarshal/contract/incidents';

/** The actor as the log keeps it: enough to say for ever who it was, without roles, which change. */
export function whoOf(actor: Actor): Who {
  switch (actor.kind) {
    case 'person':
      return { kind: 'person', id: actor.person, name: actor.displayName, person: actor.person };
    case 'token':
      return { kind: 'token', id: actor.tokenId, name: actor.name, person: actor.person };
    case 'integration':
      return { kind: 'integration', id: actor.integrationId, name: actor.name, person: null };
    case 'system':
      return { kind: 'system', id: actor.name, name: actor.name, person: null };
  }
}

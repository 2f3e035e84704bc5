import type { Incident, IncidentRole } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { useObjectOptions } from '../../../catalog/object-api.ts';
import { SearchSelect } from '../../../ui/SearchSelect.tsx';
import type { Act } from '../../incident-api.ts';
import { roleWords } from '../../incident-words.tsx';
import { ActDialog, type RoomDialogProps } from './ActDialog.tsx';

const roles: readonly IncidentRole[] = ['field-marshal', 'communications', 'operations', 'scribe', 'shadow'];
type Holders = Readonly<Record<IncidentRole, readonly string[]>>;

/** Every role at once: one holder each, shadows as many as there are. Who leads can change, but an incident that is led stays led. */
export function RolesDialog(props: RoomDialogProps) {
  const { incident } = props;
  const people = useObjectOptions('Person');
  const before = holdersOf(incident);
  const [wanted, setWanted] = useState<Holders>(before);
  const acts = roles.flatMap((role) => changesOf(role, before[role], wanted[role]));
  const leaderless = before['field-marshal'].length > 0 && wanted['field-marshal'].length === 0;
  return (
    <ActDialog
      {...props}
      title="Roles"
      verb="Assign"
      missing={
        leaderless
          ? 'Choose who leads; there is always one Field Marshal'
          : acts.length === 0
            ? 'Nothing is changed yet'
            : undefined
      }
      acts={acts.map((act, index) => (index === acts.length - 1 ? { ...act, done: 'Roles assigned' } : act))}
    >
      {roles.map((role) => (
        <SearchSelect
          key={role}
          label={roleWords[role]}
          placeholder="Nobody"
          {...(role === 'shadow' ? {} : { max: 1 })}
          value={wanted[role]}
          options={people}
          onChange={(chosen) => setWanted({ ...wanted, [role]: chosen })}
        />
      ))}
    </ActDialog>
  );
}

function holdersOf(incident: Incident): Holders {
  const of = (role: IncidentRole): string[] =>
    incident.roles.filter((held) => held.role === role).map((held) => held.person);
  return {
    'field-marshal': of('field-marshal'),
    communications: of('communications'),
    operations: of('operations'),
    scribe: of('scribe'),
    shadow: of('shadow'),
  };
}

/** The commands that turn one set of holders of a role into another. */
function changesOf(role: IncidentRole, before: readonly string[], after: readonly string[]): Act[] {
  const gone = before.filter((person) => !after.includes(person));
  const come = after.filter((person) => !before.includes(person));
  const passesOn = role !== 'shadow' && gone.length > 0 && come.length > 0;
  const dropped = passesOn ? [] : gone.map((person) => ({ path: 'roles/drop', body: { role, person } }));
  const path = passesOn ? 'roles/transfer' : 'roles/assign';
  return [...dropped, ...come.map((person) => ({ path, body: { role, person } }))];
}

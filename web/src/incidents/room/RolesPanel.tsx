import type { Incident, IncidentRole } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { useKeys } from '../../app/keys/keys.ts';
import { readBoot } from '../../app/boot.ts';
import { displayName, useObjects } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../incident-api.ts';
import { roleWords } from '../incident-words.tsx';
import { Panel } from './Panel.tsx';

const single: readonly IncidentRole[] = ['field-marshal', 'communications', 'operations', 'scribe'];

/** Who does what: one holder each, except shadows. */
export function RolesPanel({ incident }: { incident: Incident }) {
  const [giving, setGiving] = useState<IncidentRole | null>(null);
  const act = useAct(incident.id);
  const me = readBoot().me?.person ?? null;
  const lead = incident.roles.find((held) => held.role === 'field-marshal');
  const takeLead = () => {
    if (lead === undefined)
      act.mutate({ path: 'roles/take', body: { role: 'field-marshal' }, done: 'You lead' });
    else if (me !== null && lead.person !== me)
      act.mutate({ path: 'roles/transfer', body: { role: 'field-marshal', person: me }, done: 'You lead' });
  };
  useKeys([{ id: 'room.lead', keys: 'r', label: 'Take the lead', group: 'Room', run: takeLead }]);
  const give = (role: IncidentRole, person: string) => {
    const held = role !== 'shadow' && incident.roles.some((holder) => holder.role === role);
    act.mutate({
      path: held ? 'roles/transfer' : 'roles/assign',
      body: { role, person },
      done: `${roleWords[role]} given`,
    });
    setGiving(null);
  };
  return (
    <Panel title="Roles">
      {lead === undefined || lead.person !== me ? (
        <Button look={lead === undefined ? 'primary' : 'normal'} keyHint="r" onClick={takeLead}>
          {lead === undefined ? 'Take the lead' : 'Take over the lead'}
        </Button>
      ) : null}
      <ul className="room-list">
        {single.map((role) => {
          const held = incident.roles.find((holder) => holder.role === role);
          return (
            <li key={role} className="ui-row">
              <span className="room-list-main">
                {roleWords[role]} <b>{held?.name ?? '–'}</b>{' '}
                {held === undefined ? null : (
                  <span className="ui-quiet">
                    <Time at={held.since} focusable={false} />
                  </span>
                )}
              </span>
              <Button
                look="plain"
                aria-label={`${held === undefined ? 'Give' : 'Pass on'} ${roleWords[role]}`}
                onClick={() => setGiving(role)}
              >
                {held === undefined ? 'Give' : 'Pass on'}
              </Button>
            </li>
          );
        })}
        <ShadowRow incident={incident} onAdd={() => setGiving('shadow')} />
      </ul>
      {giving === null ? null : (
        <PersonPicker label={`Who is ${roleWords[giving]}?`} onPick={(person) => give(giving, person)} />
      )}
    </Panel>
  );
}

function PersonPicker({ label, onPick }: { label: string; onPick: (person: string) => void }) {
  const { data } = useObjects('Person');
  const options = (data ?? []).map((person) => ({ value: person.name, label: displayName(person) }));
  return (
    <SearchSelect
      label={label}
      max={1}
      value={[]}
      options={options}
      onChange={([person]) => {
        if (person !== undefined) onPick(person);
      }}
    />
  );
}

function ShadowRow({ incident, onAdd }: { incident: Incident; onAdd: () => void }) {
  const act = useAct(incident.id);
  const shadows = incident.roles.filter((held) => held.role === 'shadow');
  return (
    <li className="ui-row">
      <span className="room-list-main">
        Shadow <b>{shadows.map((held) => held.name).join(', ') || '–'}</b>
      </span>
      <Menu
        label="Change"
        look="plain"
        aria-label="Change shadows"
        items={[
          {
            id: 'me',
            label: 'I shadow',
            onSelect: () => act.mutate({ path: 'roles/take', body: { role: 'shadow' } }),
          },
          { id: 'add', label: 'Add a shadow…', onSelect: onAdd },
          ...shadows.map((held) => ({
            id: held.person,
            label: `${held.name} no longer shadows`,
            onSelect: () => act.mutate({ path: 'roles/drop', body: { role: 'shadow', person: held.person } }),
          })),
        ]}
      />
    </li>
  );
}

import { readersOf, type Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { useNames, useObjectOptions } from '../../../catalog/object-api.ts';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { SearchSelect } from '../../../ui/SearchSelect.tsx';
import type { Act } from '../../incident-api.ts';
import { ActDialog, type RoomDialogProps } from './ActDialog.tsx';

/** Who may see the incident: everybody, or those who work on it and those who are let in. */
export function PrivacyDialog(props: RoomDialogProps) {
  const { incident } = props;
  const people = useObjectOptions('Person');
  const before = incident.readers.map(({ person }) => person);
  const [isPrivate, setPrivate] = useState(incident.private);
  const [admitted, setAdmitted] = useState<readonly string[]>(before);
  const acts = actsOf(incident, { isPrivate, admitted });
  return (
    <ActDialog
      {...props}
      title="Who may see it"
      verb="Save"
      acts={acts}
      missing={acts.length === 0 ? 'Change something first' : undefined}
    >
      <Checkbox
        label="Private"
        hint="For everybody else it does not exist: not in lists, counts, search, live updates or the audit log."
        checked={isPrivate}
        onChange={setPrivate}
      />
      <SearchSelect
        label="Let in"
        hint="Whoever declared it, has a role, a task or an action in it, or is paged for it sees it anyway."
        placeholder="Type a name"
        options={people}
        value={admitted}
        onChange={setAdmitted}
      />
      <AnywaySeeing incident={incident} />
      {incident.environment === null ? null : (
        <p className="ui-quiet ui-small">
          Where the environment is restricted, people need a clearance for it beside this.
        </p>
      )}
    </ActDialog>
  );
}

function AnywaySeeing({ incident }: { incident: Incident }) {
  const nameOf = useNames('Person');
  const people = [...readersOf({ ...incident, readers: [] })].map((person) => nameOf(person));
  return (
    <p className="ui-quiet ui-small">
      {people.length === 0 ? 'Nobody works on it yet.' : `By their work: ${people.join(', ')}.`}
    </p>
  );
}

/** Letting in comes first, and making private before letting out: at no moment does nobody see it. */
function actsOf(
  { private: wasPrivate, readers }: Incident,
  { isPrivate, admitted }: { isPrivate: boolean; admitted: readonly string[] },
): Act[] {
  const before = readers.map(({ person }) => person);
  const fresh = admitted.filter((person) => !before.includes(person));
  const gone = before.filter((person) => !admitted.includes(person));
  const done = isPrivate ? 'Only those who work on it or are let in see it' : 'Everybody may see it';
  return [
    ...fresh.map((person): Act => ({ path: 'readers', body: { person }, done })),
    ...(isPrivate === wasPrivate ? [] : [{ path: 'privacy', body: { private: isPrivate }, done }]),
    ...gone.map((person): Act => ({ path: `readers/${encodeURIComponent(person)}/remove`, done })),
  ];
}

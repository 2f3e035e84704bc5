import type { Incident, IncidentRole } from '@fieldmarshal/contract/incidents/room';
import { useKeys } from '../../app/keys/keys.ts';
import { usePalette } from '../../app/palette/palette.ts';
import { readBoot } from '../../app/boot.ts';
import { Button } from '../../ui/Button.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../incident-api.ts';
import { roleWords } from '../incident-words.tsx';
import { Panel } from './Panel.tsx';

const shown: readonly IncidentRole[] = ['field-marshal', 'communications', 'operations', 'scribe', 'shadow'];

/** Who does what, with one Field Marshal at most; the lead can be taken with one key. */
export function RolesPanel({ incident, onAssign }: { incident: Incident; onAssign: () => void }) {
  const act = useAct(incident.id);
  const me = readBoot().me?.person ?? null;
  const lead = incident.roles.find((held) => held.role === 'field-marshal');
  const mayLead = me !== null && lead?.person !== me;
  const takeLead = () => {
    if (!mayLead) return;
    if (lead === undefined)
      act.mutate({ path: 'roles/take', body: { role: 'field-marshal' }, done: 'You lead' });
    else
      act.mutate({ path: 'roles/transfer', body: { role: 'field-marshal', person: me }, done: 'You lead' });
  };
  const label = lead === undefined ? 'Take the lead' : `Take the lead over from ${lead.name}`;
  const keys = 'shift+l';
  useKeys(mayLead ? [{ id: 'room.lead', keys, label, group: 'Room', run: takeLead }] : []);
  usePalette(
    mayLead
      ? [
          {
            id: 'room.lead',
            keys,
            title: label,
            group: 'context',
            decisive: lead !== undefined,
            run: takeLead,
          },
        ]
      : [],
  );
  return (
    <Panel title="Roles">
      <dl className="room-roles">
        {shown.map((role) => (
          <RoleRow key={role} role={role} incident={incident} />
        ))}
      </dl>
      <div className="ui-row">
        {mayLead ? (
          <Button look={lead === undefined ? 'primary' : 'normal'} keyHint={keys} onClick={takeLead}>
            {lead === undefined ? 'Take the lead' : 'Take over'}
          </Button>
        ) : null}
        <Button keyHint="r" onClick={onAssign}>
          Assign roles
        </Button>
        {me !== null && !incident.roles.some((held) => held.person === me) ? (
          <Button
            look="plain"
            onClick={() => act.mutate({ path: 'roles/take', body: { role: 'shadow' }, done: 'You shadow' })}
          >
            Shadow
          </Button>
        ) : null}
      </div>
    </Panel>
  );
}

function RoleRow({ role, incident }: { role: IncidentRole; incident: Incident }) {
  const held = incident.roles.filter((holder) => holder.role === role);
  return (
    <>
      <dt>{roleWords[role]}</dt>
      <dd>
        {held.length === 0 ? <span className="ui-quiet">nobody</span> : null}
        {held.map((holder, index) => (
          <span key={holder.person}>
            {index === 0 ? '' : ', '}
            <b>{holder.name}</b>{' '}
            <span className="ui-quiet">
              <Time at={holder.since} focusable={false} />
            </span>
          </span>
        ))}
      </dd>
    </>
  );
}

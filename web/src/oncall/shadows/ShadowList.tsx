import type { ShadowView } from '@fieldmarshal/contract/oncall/contract';
import { useState } from 'react';
import { readBoot } from '../../app/boot.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { nowMs, viewerZone } from '../../ui/clock.ts';
import { instantText } from '../days.ts';
import { useScheduleAct } from '../schedule-api.ts';
import { useShadows } from './shadow-api.ts';
import { ShadowDialog } from './ShadowDialog.tsx';

/** Trainees and beside whom they are paged; leads add, turn around and end them. */
export function ShadowList() {
  const shadows = useShadows();
  const [isAdding, setAdding] = useState(false);
  const mayAdd = readBoot().me?.roles.some((role) => role === 'lead' || role === 'admin') ?? false;
  return (
    <section className="ui-stack" aria-label="Shadows">
      <div className="ui-row">
        <h2>Shadows</h2>
        {mayAdd ? <Button onClick={() => setAdding(true)}>Add a shadow</Button> : null}
      </div>
      {shadows.isError ? (
        <ErrorNote onRetry={() => void shadows.refetch()}>{sentenceOf(shadows.error)}</ErrorNote>
      ) : null}
      {shadows.isPending ? <Loading what="shadows" /> : null}
      {shadows.data?.items.length === 0 ? (
        <Empty>Nobody shadows anybody. A shadow is paged beside a person, and stops no paging.</Empty>
      ) : null}
      <ul className="oncall-list">
        {shadows.data?.items.map((shadow) => (
          <Row key={shadow.name} shadow={shadow} />
        ))}
      </ul>
      {isAdding ? <ShadowDialog onClose={() => setAdding(false)} /> : null}
    </section>
  );
}

function Row({ shadow }: { shadow: ShadowView }) {
  const act = useScheduleAct();
  const [isEnding, setEnding] = useState(false);
  const { name, traineeName, of, leads, generation } = shadow;
  const path = `catalog/Shadow/${encodeURIComponent(name)}`;
  const turn = () => {
    const body = { spec: { ...shadow.spec, leads: !leads }, generation };
    const done = leads ? `${of.displayName} leads again` : `${traineeName} leads once both have answered`;
    act.mutate({ method: 'PUT', path, body, done });
  };
  const end = () =>
    act.mutate(
      { method: 'DELETE', path: `${path}?generation=${generation}`, done: 'Ended' },
      { onSuccess: () => setEnding(false) },
    );
  return (
    <li>
      <span>
        <b>{traineeName}</b> {leads ? 'leads, with' : 'shadows'} <b>{of.displayName}</b>
        {leads ? ' beside' : ''} <span className="ui-quiet">{standing(shadow)}</span>
      </span>
      {shadow.editable ? (
        <>
          <Button busy={act.isPending} onClick={turn}>
            {leads ? 'Take the lead back' : 'Give the lead'}
          </Button>
          <Button onClick={() => setEnding(true)}>End</Button>
        </>
      ) : null}
      {isEnding ? (
        <Confirm
          open
          onClose={() => setEnding(false)}
          onConfirm={end}
          title={`End: ${traineeName} beside ${of.displayName}`}
          verb="End it"
          busy={act.isPending}
        >
          {traineeName} is paged beside {of.displayName} no more. Pages that were sent stay as they are.
        </Confirm>
      ) : null}
    </li>
  );
}

/** `now beside Ada Berg, until 3 Dec 09:00` */
function standing({ isActive, beside, of, from, until }: ShadowView): string {
  const zone = viewerZone();
  const names = beside.map(({ displayName }) => displayName).join(', ');
  const who = of.kind === 'person' ? 'now' : names === '' ? 'nobody is on now' : `now beside ${names}`;
  const ends = until === null ? '' : `, until ${instantText(until, zone)}`;
  if (isActive) return `${who}${ends}`;
  return from !== null && Date.parse(from) > nowMs() ? `from ${instantText(from, zone)}${ends}` : 'over';
}

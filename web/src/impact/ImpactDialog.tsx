import type { ImpactRecord, ImpactRow } from '@fieldmarshal/contract/impact';
import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { AddImpact } from './AddImpact.tsx';
import { useImpactAct } from './impact-api.ts';
import { groupsOf, scoreText, toConfirm, totalsText, waitingOf } from './impact-words.ts';
import { ImpactHistory } from './ImpactHistory.tsx';
import { ImpactRows } from './ImpactRows.tsx';
import { useDialogKeys, useRowKeys, type Decide } from './row-keys.ts';

interface ImpactDialogProps {
  incident: Incident;
  record: ImpactRecord;
  /** Asks for the rows beyond those that are here. */
  onMore: () => void;
  onClose: () => void;
}

/** So many rows are answered with one request. */
const atOnceMax = 500;

const doneWords = { confirm: 'Confirmed', reject: 'Not hit', clear: 'Taken back' } as const;

/** The whole list. People only confirm, reject or add; Enter confirms all that are likely. */
export function ImpactDialog({ incident, record, onMore, onClose }: ImpactDialogProps) {
  const act = useImpactAct(incident.id);
  const [adding, setAdding] = useState(false);
  const [showsHistory, setShowsHistory] = useState(false);
  const [reason, setReason] = useState('');
  const likely = toConfirm(record.rows);
  const waiting = likely.slice(0, atOnceMax);
  useDialogKeys((key) => {
    if (key === 'a') setAdding(!adding);
    return key === 'a';
  });
  const decide = (rows: readonly ImpactRow[], decision: 'confirm' | 'reject' | 'clear'): void =>
    act.mutate(
      {
        path: 'decisions',
        body: { decision, rows: rows.map(({ kind, name }) => ({ kind, name })), reason: reason.trim() },
        done: `${doneWords[decision]}: ${rows.length === 1 ? rows[0]?.title : `${rows.length} rows`}`,
      },
      { onSuccess: () => setReason('') },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={`Impact of ${incident.id}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="ui-stack">
        <div className="ui-row">
          <Button
            look="primary"
            data-autofocus
            busy={act.isPending}
            onClick={() => (waiting.length === 0 ? onClose() : decide(waiting, 'confirm'))}
          >
            {confirmText(waiting.length, Math.max(likely.length, waitingOf(record)))}
          </Button>
          <Button keyHint="a" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            Add row
          </Button>
          <Button aria-expanded={showsHistory} onClick={() => setShowsHistory(!showsHistory)}>
            History
          </Button>
          <DataLoss record={record} />
        </div>
        <p>
          {totalsText(record)}.{' '}
          <span className="ui-quiet">
            As of <Time at={record.assessedAt} show="ago" focusable={false} />, version {record.version}
            {scoreText(record)}
          </span>
        </p>
        <TextField
          label="Why (may be left empty)"
          placeholder="Support has calls from there"
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        {adding ? <AddImpact incidentId={incident.id} onDone={() => setAdding(false)} /> : null}
        {showsHistory ? <ImpactHistory incidentId={incident.id} /> : null}
        <Groups record={record} onMore={onMore} onDecide={(row, decision) => decide([row], decision)} />
      </div>
    </Dialog>
  );
}

function confirmText(now: number, all: number): string {
  if (all === 0) return 'Nothing to confirm';
  return now < all ? `Confirm the first ${now} of ${all} likely` : `Confirm all ${all} likely`;
}

/** Nobody knows but people. */
function DataLoss({ record }: { record: ImpactRecord }) {
  const act = useImpactAct(record.incidentId);
  const { dataLoss } = record;
  const say = (lost: boolean): void =>
    act.mutate({
      path: 'data-loss',
      body: { lost },
      done: lost ? 'Data was lost, or may have been' : 'No data was lost',
    });
  return (
    <>
      <span className="ui-quiet">
        {dataLoss === null
          ? 'Whether data was lost is not known'
          : dataLoss
            ? 'Data was lost'
            : 'No data was lost'}
      </span>
      {dataLoss === true ? null : (
        <Button look="plain" onClick={() => say(true)}>
          Data was lost
        </Button>
      )}
      {dataLoss === false ? null : (
        <Button look="plain" onClick={() => say(false)}>
          No data lost
        </Button>
      )}
    </>
  );
}

interface GroupsProps extends Pick<ImpactDialogProps, 'record' | 'onMore'> {
  onDecide: Decide;
}

function Groups({ record, onMore, onDecide }: GroupsProps) {
  const { hit, possible, weak, notHit, rejected, over } = groupsOf(record.rows);
  const { checks, oldestAt } = record.passing;
  const current = useRowKeys([...hit, ...possible, ...weak], onDecide);
  const groups = [
    { title: 'Hit', rows: hit },
    { title: 'Possibly hit, or unknown', rows: possible },
    { title: 'Hit before', rows: over },
    { title: 'Said not to be hit', rows: rejected },
    { title: 'Weak guesses', rows: weak },
  ].filter(({ rows }) => rows.length > 0);
  return (
    <>
      {record.rows.length === 0 ? (
        <Empty>
          Nothing of the catalog is known to be hit: no product is suspected, and no check fails that belongs
          to this incident. Add what you know.
        </Empty>
      ) : null}
      {groups.map(({ title, rows }) => (
        <section key={title} aria-label={title}>
          <h3>
            {title} <span className="ui-quiet">{rows.length}</span>
          </h3>
          <ImpactRows label={title} rows={rows} onDecide={onDecide} current={current} />
        </section>
      ))}
      {notHit.length === 0 ? null : (
        <section aria-label="Not hit (checked)">
          <h3>Not hit (checked)</h3>
          <p>
            {notHit.map(({ title }) => title).join(', ')}{' '}
            <span className="ui-quiet">
              {checks} {checks === 1 ? 'check passes' : 'checks pass'}, oldest{' '}
              <Time at={oldestAt} show="ago" focusable={false} />
            </span>
          </p>
        </section>
      )}
      {record.nextCursor === null ? null : (
        <div className="ui-row">
          <Button onClick={onMore}>Show all rows</Button>
          <span className="ui-quiet">These are the first {record.rows.length}, the most urgent ones.</span>
        </div>
      )}
      {record.more > 0 ? (
        <p className="ui-quiet">{record.more} rows, the least sure, are not shown.</p>
      ) : null}
    </>
  );
}

import type { CoverReturn, CoverView } from '@fieldmarshal/contract/oncall/overrides';
import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { viewerZone } from '../../ui/clock.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { fieldText, hoursText, spanText } from '../days.ts';
import { useCoverReturns, useScheduleAct } from '../schedule-api.ts';
import { givenFrom, startOf } from './given.ts';

interface GiveDialogProps {
  cover: CoverView;
  onClose: () => void;
}

/** Accepts a swap by choosing what is given in return. */
export function GiveDialog({ cover, onClose }: GiveDialogProps) {
  const returns = useCoverReturns(cover.id);
  const [chosen, setChosen] = useState<{ at: string; from: string } | null>(null);
  const act = useScheduleAct();
  const items = returns.data?.items ?? [];
  const option = items.find(({ start }) => start === chosen?.at) ?? items[0];
  const from = option === undefined ? '' : (chosen?.from ?? fieldText(startOf(option)));
  const given = option === undefined ? null : givenFrom(option, cover, from);
  // Of another part than the proposed one only the server knows; it says so once it is swapped.
  const isProposed = option !== undefined && from === fieldText(startOf(option));
  const notice = isProposed ? (option.notice ?? '') : '';
  const missing = given === null ? 'You have nothing to give in return' : given.problem;
  const submit = () => {
    if (given === null || given.problem !== undefined) return;
    act.mutate(
      { path: `covers/${cover.id}/accept`, body: { give: given.wire }, done: 'Swapped' },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title={`Swap with ${cover.displayName}: ${cover.scheduleName}`}
      verb="Swap"
      onClose={onClose}
      onSubmit={submit}
      busy={act.isPending}
      missing={missing}
    >
      <p>
        You take {spanText(cover.start, cover.end, viewerZone())} ({hoursText(cover.start, cover.end)}
        ). Who accepts first is on, and both are swapped at once.
      </p>
      {returns.isPending ? <Loading what="what you could give" /> : null}
      {returns.isError ? (
        <ErrorNote onRetry={() => void returns.refetch()}>{sentenceOf(returns.error)}</ErrorNote>
      ) : null}
      {returns.isSuccess && option === undefined ? (
        <Empty>None of your shifts in that time is as long, and free to be given.</Empty>
      ) : null}
      {option === undefined ? null : (
        <GivenFields
          items={items}
          option={option}
          from={from}
          onChange={(next) => setChosen({ at: next.option.start, from: next.from })}
        />
      )}
      {given === null || given.problem !== undefined ? null : (
        <p>
          You give {spanText(given.wire.start, given.wire.end, viewerZone())}. {notice}
        </p>
      )}
    </FormDialog>
  );
}

interface GivenFieldsProps {
  items: readonly CoverReturn[];
  option: CoverReturn;
  from: string;
  onChange: (next: { option: CoverReturn; from: string }) => void;
}

function GivenFields({ items, option, from, onChange }: GivenFieldsProps) {
  const choose = (start: string) => {
    const next = items.find((each) => each.start === start) ?? option;
    onChange({ option: next, from: fieldText(startOf(next)) });
  };
  return (
    <>
      <Select
        label="Which of yours you give"
        options={items.map(({ start, end }) => ({
          value: start,
          label: `${spanText(start, end, viewerZone())} · ${hoursText(start, end)}`,
        }))}
        value={option.start}
        onChange={choose}
      />
      {option.whole ? null : (
        <TextField
          label="The part from"
          type="datetime-local"
          value={from}
          onChange={(text) => onChange({ option, from: text })}
          hint="On this device’s clock; it is as long as what you take."
        />
      )}
    </>
  );
}

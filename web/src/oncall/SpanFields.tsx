import { useState } from 'react';
import { nowMs } from '../ui/clock.ts';
import { TextField } from '../ui/TextField.tsx';
import { fieldText } from './days.ts';

/** What a dialog begins with: a shift that was clicked, or nothing but the schedule. */
export interface Picked {
  schedule: string;
  title: string;
  start?: string;
  end?: string;
  people?: readonly string[];
}

const hourMs = 3_600_000;

export function useSpan({ start, end }: Picked) {
  const begin = start === undefined ? nowMs() : Math.max(Date.parse(start), nowMs());
  const [span, setSpan] = useState({
    start: fieldText(new Date(begin).toISOString()),
    end: fieldText(end ?? new Date(begin + 4 * hourMs).toISOString()),
  });
  const missing = span.start === '' || span.end === '' ? 'Say from when to when' : undefined;
  const backward = span.start >= span.end ? 'The end must be after the start' : undefined;
  return { span, setSpan, problem: missing ?? backward, wire: wireOf(span) };
}

function wireOf({ start, end }: { start: string; end: string }) {
  const iso = (text: string) => (text === '' ? '' : new Date(text).toISOString());
  return { start: iso(start), end: iso(end) };
}

const fromTo = { start: 'From', end: 'To' };

interface SpanFieldsProps extends Omit<ReturnType<typeof useSpan>, 'wire'> {
  labels?: { start: string; end: string };
}

export function SpanFields({ span, setSpan, problem, labels = fromTo }: SpanFieldsProps) {
  return (
    <>
      <TextField
        label={labels.start}
        type="datetime-local"
        value={span.start}
        onChange={(start) => setSpan({ ...span, start })}
        hint="On this device’s clock."
      />
      <TextField
        label={labels.end}
        type="datetime-local"
        value={span.end}
        onChange={(end) => setSpan({ ...span, end })}
        error={problem === 'The end must be after the start' ? problem : undefined}
      />
    </>
  );
}

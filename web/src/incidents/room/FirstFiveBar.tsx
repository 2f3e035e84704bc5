import { firstFive, type FirstFiveStep, type Incident } from '@fieldmarshal/contract/incidents/room';
import { CircleCheck, CircleDashed } from 'lucide-react';

const words: Readonly<Record<FirstFiveStep['step'], string>> = {
  'field-marshal': 'Field Marshal',
  severity: 'Severity',
  teams: 'Team answered',
  'update-due': 'Next update',
  impact: 'Impact',
  bridge: 'Bridge',
};

/** What should have happened five minutes in, each with the time it took. */
export function FirstFiveBar({ incident }: { incident: Incident }) {
  const { steps, done } = firstFive(incident);
  return (
    <section className="room-five" aria-label="First five minutes">
      <h2 className="room-five-head">
        First five minutes{' '}
        <span className="ui-quiet">
          {done} of {steps.length}
        </span>
      </h2>
      <ul className="room-five-steps">
        {steps.map((step) => (
          <li key={step.step}>
            {step.done ? <CircleCheck size={16} aria-hidden /> : <CircleDashed size={16} aria-hidden />}
            <span>{words[step.step]}</span>
            <span className="ui-quiet">{stepText(step)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stepText({ step, done, afterS, value }: FirstFiveStep): string {
  if (!done) return step === 'impact' && value !== '' ? `${value}, to confirm` : 'not yet';
  const shown = /^\d{4}-/.test(value) || value === '' ? '' : `${value} `;
  return `${shown}${clockText(afterS ?? 0)}`;
}

/** Seconds as `0:41`, from an hour `1:02:03`. */
function clockText(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

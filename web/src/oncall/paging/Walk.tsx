import type { Severity } from '@fieldmarshal/contract';
import type { WalkPreview } from '@fieldmarshal/contract/oncall/walk-preview';
import { Empty } from '../../ui/Empty.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';
import { minutesText } from './policy-api.ts';

/** For which incident one looks: its severity (empty = not assessed) and, on this device's clock, its beginning (empty = now). */
export interface WalkView {
  severity: string;
  local: string;
}

export const firstView: WalkView = { severity: 'SEV1', local: '' };

/** The same as the server is asked. */
export function askedBy({ severity, local }: WalkView): { severity: Severity | null; at?: string } {
  const isWhole = local !== '' && !Number.isNaN(Date.parse(local));
  return { severity: severityOf(severity), ...(isWhole ? { at: new Date(local).toISOString() } : {}) };
}

const severityOptions = [
  { value: '', label: 'Not assessed' },
  ...(['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const).map((value) => ({ value, label: value })),
];

function severityOf(text: string): Severity | null {
  return text === 'SEV1' || text === 'SEV2' || text === 'SEV3' || text === 'SEV4' ? text : null;
}

export function WalkChoice({ view, onChange }: { view: WalkView; onChange: (view: WalkView) => void }) {
  return (
    <div className="ui-row">
      <Select
        label="Severity"
        value={view.severity}
        onChange={(severity) => onChange({ ...view, severity })}
        options={severityOptions}
      />
      <TextField
        label="Beginning"
        hint="Empty: now"
        type="datetime-local"
        value={view.local}
        onChange={(local) => onChange({ ...view, local })}
      />
    </div>
  );
}

/** Who is rung when, minute by minute. */
export function Moments({ walk }: { walk: WalkPreview }) {
  if (walk.moments.length === 0) return <Empty>Nobody would be paged.</Empty>;
  return (
    <>
      <p className="ui-quiet">
        If nobody answered and every message arrived
        {walk.variant === null ? '' : `, by the variant “${walk.variant}”`}. Begins{' '}
        <Time at={walk.at} show="moment" />.
      </p>
      <ol className="oncall-walk" aria-label="Minute by minute">
        {walk.moments.map((moment) => (
          <li key={moment.at}>
            <span className="oncall-minute">
              {moment.afterMinutes === 0 ? 'at once' : minutesText(moment.afterMinutes)}
            </span>
            <div>
              {moment.words.map((word) => (
                <p key={word}>{word}</p>
              ))}
              {byPerson(moment.rings).map(({ person, displayName, channels, why }) => (
                <p key={person}>
                  <b>{displayName}</b> by {channels.join(' and ')}{' '}
                  <span className="ui-quiet">
                    {why}
                    {placeText(moment)}
                  </span>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ol>
      {walk.cut ? <p className="ui-quiet">Cut here; it goes on.</p> : null}
    </>
  );
}

type Moment = WalkPreview['moments'][number];

function placeText({ step, round }: Moment): string {
  if (step === null) return ', fallback';
  return round === 1 ? `, step ${step}` : `, step ${step}, round ${round}`;
}

/** Several ways of one person at one moment are one line. */
function byPerson(rings: Moment['rings']) {
  return [...Map.groupBy(rings, ({ person }) => person).entries()].flatMap(([person, list]) => {
    const [first] = list;
    if (!first) return [];
    return [{ ...first, person, channels: list.map(({ channel }) => channel) }];
  });
}

import type { Preview } from '@fieldmarshal/contract/oncall/timeline';
import { useState } from 'react';
import type { DraftPreview } from '../../catalog/editor/preview.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { nowMs, viewerZone } from '../../ui/clock.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { ZoneField } from '../../ui/ZoneField.tsx';
import { isZone } from '../../ui/wall-clock.ts';
import { daysFrom, spanText } from '../days.ts';
import { LoadTable } from '../LoadTable.tsx';
import { TimelineGrid } from '../TimelineGrid.tsx';
import { draftRows } from './draft-rows.ts';
import '../oncall-timeline.css';

const shownMax = 8;
const lengths = ['7', '14', '28'];

interface DraftScheduleProps {
  preview: DraftPreview<Preview>;
  isNew: boolean;
  /** What is still missing before the draft means something. */
  needed: string | undefined;
}

/** What a draft would mean: its lanes, what changes, its holes and overlaps, and how good it is. */
export function DraftSchedule({ preview, isNew, needed }: DraftScheduleProps) {
  const { data, failure, isStale, faults } = preview;
  return (
    <section className="ui-stack" aria-label="What it would mean" aria-busy={isStale}>
      <h2>What it would mean</h2>
      {failure === null || failure === undefined ? null : <ErrorNote>{sentenceOf(failure)}</ErrorNote>}
      {data === undefined && faults.length === 0 ? (
        needed === undefined ? (
          <Loading what="what it would mean" />
        ) : (
          <Empty>{needed} to see who would be on when.</Empty>
        )
      ) : null}
      {data !== undefined && (faults.length > 0 || needed !== undefined) ? (
        <p className="ui-quiet" role="status">
          As of the last draft that could be read.
        </p>
      ) : null}
      {data === undefined ? null : <Meaning preview={data} isNew={isNew} />}
    </section>
  );
}

function Meaning({ preview, isNew }: { preview: Preview; isNew: boolean }) {
  const [view, setView] = useState({ count: '14', zone: viewerZone() });
  const [from] = useState(nowMs);
  const zone = isZone(view.zone) ? view.zone : viewerZone();
  const days = daysFrom(from, Number(view.count), zone);
  return (
    <>
      <Verdict preview={preview} />
      <div className="editor-fields">
        <Select
          label="Show"
          options={lengths.map((value) => ({ value, label: `${value} days` }))}
          value={view.count}
          onChange={(count) => setView({ ...view, count })}
        />
        <ZoneField
          label="On the clock of"
          value={view.zone}
          onChange={(text) => setView({ ...view, zone: text })}
        />
      </div>
      <TimelineGrid
        label="Layers, who would be on, and what changes"
        days={days}
        zone={zone}
        rows={draftRows(preview, { until: days.at(-1)?.to ?? 0, isNew })}
      />
      {isNew ? null : <Differences preview={preview} zone={zone} />}
      <Holes preview={preview} zone={zone} />
      <Overlaps preview={preview} zone={zone} />
      <LoadTable people={preview.outlook.people} />
    </>
  );
}

function Verdict({ preview: { outlook, scoreNow, warnings } }: { preview: Preview }) {
  return (
    <>
      <p role="status">
        {outlook.score === null ? (
          'Nobody is ever on.'
        ) : (
          <>
            <b>{outlook.score} of 100</b>
            {scoreNow === null || scoreNow === outlook.score ? '' : `, now ${scoreNow}`}
            <span className="ui-quiet"> over the next 52 weeks</span>
          </>
        )}
      </p>
      <ul className="oncall-list">
        {outlook.parts.map((part) => (
          <li key={part.name}>
            <span>
              <b>
                {part.name} {part.score}
              </b>{' '}
              {part.sentence}
            </span>
          </li>
        ))}
        {warnings.map((warning) => (
          <li key={warning}>
            <HealthGlyph health="degraded" label={warning} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface PartProps {
  preview: Preview;
  zone: string;
}

function Differences({ preview: { differences, people, cut }, zone }: PartProps) {
  const names = (list: readonly string[]) =>
    list.map((person) => people[person] ?? person).join(', ') || 'nobody';
  return (
    <section className="ui-stack" aria-label="What changes">
      <h3>
        {differences.length === 0 ? 'Nothing changes for anybody' : counted(differences, 'change', cut)}
      </h3>
      <ul className="oncall-list">
        {differences.slice(0, shownMax).map((each) => (
          <li key={each.from}>
            <span>
              {spanText(each.from, each.to, zone)}: {names(each.before)} → <b>{names(each.after)}</b>
            </span>
          </li>
        ))}
      </ul>
      <More count={differences.length} />
    </section>
  );
}

function Holes({ preview: { outlook, cut }, zone }: PartProps) {
  const { holes } = outlook;
  return (
    <section className="ui-stack" aria-label="Holes">
      <h3>
        <HealthGlyph
          health={holes.length === 0 ? 'ok' : 'failing'}
          label={holes.length === 0 ? 'No hole in 52 weeks' : counted(holes, 'hole', cut)}
        />
      </h3>
      <ul className="oncall-list">
        {holes.slice(0, shownMax).map((hole) => (
          <li key={hole.from}>
            <span>
              {spanText(hole.from, hole.to, zone)}{' '}
              <span className="ui-quiet">{hole.fallback ? 'only the fallback is on' : 'nobody is on'}</span>
            </span>
          </li>
        ))}
      </ul>
      <More count={holes.length} />
    </section>
  );
}

function Overlaps({ preview: { outlook, people }, zone }: PartProps) {
  const list = [
    ...outlook.overlaps.map((each) => ({ ...each, words: 'are on together' })),
    ...outlook.understaffed.map((each) => ({ ...each, words: `of ${each.wanted} wanted` })),
  ].toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return (
    <section className="ui-stack" aria-label="Overlaps and too few people">
      <h3>
        {list.length === 0
          ? 'No overlap, and never too few'
          : counted(list, 'overlap or time of too few', outlook.cut)}
      </h3>
      <ul className="oncall-list">
        {list.slice(0, shownMax).map((each) => (
          <li key={`${each.from} ${each.words}`}>
            <span>
              {spanText(each.from, each.to, zone)}:{' '}
              {each.people.map((person) => people[person] ?? person).join(', ')} {each.words}
            </span>
          </li>
        ))}
      </ul>
      <More count={list.length} />
    </section>
  );
}

function counted({ length }: readonly unknown[], word: string, cut: boolean): string {
  return `${length}${cut ? '+' : ''} ${word}${length === 1 ? '' : 's'} in 52 weeks`;
}

function More({ count }: { count: number }) {
  return count > shownMax ? <p className="ui-quiet">and {count - shownMax} more</p> : null;
}

import { sentenceOf } from '../../incidents/incident-api.ts';
import { useClock } from '../../ui/clock.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useTimeline } from '../schedule-api.ts';
import { coverageOf, shareText } from './coverage.ts';

const hourMs = 3_600_000;
const daysAhead = 14;

/** How much of the next two weeks is covered, by the shifts that also page. */
export function CoverageLine() {
  const from = useClock((at) => Math.floor(at / hourMs) * hourMs);
  const timeline = useTimeline({ from, to: from + daysAhead * 24 * hourMs });
  return (
    <section className="ui-card ui-stack" aria-label="Coverage">
      <h2>Coverage of the next {daysAhead} days</h2>
      {timeline.isError ? <ErrorNote>{sentenceOf(timeline.error)}</ErrorNote> : null}
      {timeline.isPending ? <Loading what="coverage" /> : null}
      {timeline.data === undefined ? null : <Figure figure={coverageOf(timeline.data)} />}
    </section>
  );
}

function Figure({ figure: { shareRatio, holes, bare } }: { figure: ReturnType<typeof coverageOf> }) {
  if (shareRatio === null) return <p className="ui-quiet">There is no schedule yet.</p>;
  return (
    <p>
      {holes === 0 ? null : <HealthGlyph health={bare > 0 ? 'failing' : 'degraded'} />}{' '}
      <b>{shareText(shareRatio)}</b>, {holes === 0 ? 'no hole in any schedule' : countText(holes)}
      {holes === 0
        ? ''
        : bare === 0
          ? ', the fallback is on in all of them'
          : `, ${bare} with nobody on at all`}
    </p>
  );
}

function countText(holes: number): string {
  return holes === 1 ? 'one hole of a rota' : `${holes} holes of a rota`;
}

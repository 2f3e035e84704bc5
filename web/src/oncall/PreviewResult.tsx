import type { Preview } from '@fieldmarshal/contract/oncall/timeline';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { spanText } from './days.ts';

const shownMax = 12;

/** What a draft would mean: warnings, holes, and who is on instead of whom. */
export function PreviewResult({ preview, zone }: { preview: Preview; zone: string }) {
  const { holes, differences, warnings, people } = preview;
  const names = (list: readonly string[]) =>
    list.map((person) => people[person] ?? person).join(', ') || 'nobody';
  return (
    <section className="ui-stack ui-draft" role="status" aria-label="What it would mean">
      {warnings.map((warning) => (
        <p key={warning}>
          <HealthGlyph health="degraded" /> {warning}
        </p>
      ))}
      <p>
        <HealthGlyph health={holes.length === 0 ? 'ok' : 'failing'} />{' '}
        {holes.length === 0
          ? 'No hole in 52 weeks.'
          : `${holes.length}${preview.cut ? '+' : ''} holes in 52 weeks in which nobody of the rota is on:`}
      </p>
      <ul className="oncall-list">
        {holes.slice(0, shownMax).map((hole) => (
          <li key={hole.from}>{spanText(hole.from, hole.to, zone)}</li>
        ))}
      </ul>
      {differences.length === 0 ? null : <p>{differences.length} differences to what is now:</p>}
      <ul className="oncall-list">
        {differences.slice(0, shownMax).map((each) => (
          <li key={each.from}>
            {spanText(each.from, each.to, zone)}: {names(each.before)} → <b>{names(each.after)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

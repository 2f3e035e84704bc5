import { SeverityTag } from '../app/SeverityTag.tsx';
import { HealthGlyph, type Health } from '../ui/HealthGlyph.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { PersonName } from '../ui/PersonName.tsx';
import { Pill } from '../ui/Pill.tsx';
import { StateGlyph, type Progress } from '../ui/StateGlyph.tsx';
import { Time, WallClock } from '../ui/Time.tsx';
import { Part } from './Part.tsx';

const healths: Health[] = [
  'failing',
  'degraded',
  'ok',
  'nodata',
  'disconnected',
  'maint',
  'running',
  'skipped',
];
const progress: Progress[] = ['new', 'quarter', 'half', 'most', 'watching', 'done', 'checked'];
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

export function GalleryMarks() {
  return (
    <Part title="Marks">
      <div className="ui-row">
        {(['SEV1', 'SEV2', 'SEV3', 'SEV4', null] as const).map((severity) => (
          <SeverityTag key={severity} severity={severity} />
        ))}
      </div>
      <div className="ui-row">
        {healths.map((health) => (
          <HealthGlyph key={health} health={health} />
        ))}
        <HealthGlyph health="failing" label={false} />
      </div>
      <div className="ui-row">
        {progress.map((each) => (
          <Pill key={each} glyph={<StateGlyph progress={each} />}>
            {each}
          </Pill>
        ))}
        <Pill draft>Draft, template</Pill>
      </div>
      <div className="ui-row">
        <Time at={ago(0)} />
        <Time at={ago(12)} />
        <Time at={ago(130)} />
        <Time at={ago(5000)} />
        <Time at={ago(-8)} show="countdown" />
        <Time at={ago(0)} from={ago(12)} show="since" />
        <Time at={ago(12)} show="full" />
        <Time at={null} />
        <WallClock zone="UTC" seconds />
        <PersonName name="Jun Tan" />
        <PersonName name={null} />
        <KeyHint keys="G N" />
      </div>
      <p className="ui-card ui-draft">A draft: dashed outline.</p>
      <p className="ui-card ui-hatch">Last known state of a disconnected place.</p>
    </Part>
  );
}

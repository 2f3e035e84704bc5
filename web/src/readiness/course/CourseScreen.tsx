import type { ReadinessCourse } from '@fieldmarshal/contract/readiness';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { ChangeList } from '../ChangeList.tsx';
import { scoreText } from '../readiness-words.tsx';
import { useCourse } from '../readiness-api.ts';
import { InitiativeCards } from '../initiatives/InitiativeCards.tsx';
import { BurnDown } from './BurnDown.tsx';
import { TeamTable } from './TeamTable.tsx';
import { TrendLine } from './TrendLine.tsx';
import '../readiness.css';

const spans = [
  { value: '7', label: 'the last week' },
  { value: '30', label: 'the last 30 days' },
  { value: '90', label: 'the last 90 days' },
];

/** Does readiness get better, what turned and why, and will it be done in time? */
export function CourseScreen() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const days = spans.some(({ value }) => value === String(search['days'])) ? String(search['days']) : '7';
  const course = useCourse(Number(days));
  const navigate = useNavigate();
  useTitle('How readiness goes');
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>How readiness goes</h1>
        <span className="screen-gap" />
        <Link to="/readiness">The matrix</Link>
        <Button className="ui-no-print" onClick={() => window.print()}>
          Print or save as PDF
        </Button>
      </div>
      {course.isPending ? <Loading what="how readiness goes" /> : null}
      <FailureNote error={course.error} />
      {course.data === undefined ? null : (
        <Course
          course={course.data}
          days={days}
          onDays={(value) =>
            void navigate({ to: '/readiness/course', search: { days: Number(value) }, replace: true })
          }
        />
      )}
    </div>
  );
}

function Trend({ record, ends }: { record: ReadinessCourse['days']; ends: readonly [string, string] }) {
  const now = scoreText(record.at(-1)?.score ?? null);
  if (record.length < 2)
    return <p>The median product has {now} of 4. A trend begins with the second day on record.</p>;
  return (
    <>
      <p>The median product has {now} of 4.</p>
      <TrendLine scores={record.map(({ score }) => score)} ends={ends} />
    </>
  );
}

interface CourseProps {
  course: ReadinessCourse;
  days: string;
  onDays: (days: string) => void;
}

function Course({ course, days, onDays }: CourseProps) {
  const { days: record, teams, turned, changes, standards, initiatives } = course;
  const [first, last] = [record[0], record.at(-1)];
  return (
    <>
      <section className="ui-stack" aria-label="The organisation">
        <h2>The organisation</h2>
        {first === undefined || last === undefined ? (
          <Empty>No day is on record yet: products are measured every five minutes.</Empty>
        ) : (
          <Trend record={record} ends={[first.day, last.day]} />
        )}
      </section>
      <section className="ui-stack" aria-label="Teams">
        <h2>Teams</h2>
        <TeamTable teams={teams} />
      </section>
      <section className="ui-stack" aria-label="What changed">
        <div className="ui-row readiness-head">
          <h2>What changed, and why</h2>
          <Select label="In" labelHidden value={days} options={spans} onChange={onDays} />
        </div>
        <p>
          {turned.better + turned.worse === 0
            ? 'No product came to meet a standard or ceased to.'
            : `Standards that products came to meet: ${turned.better}; that they ceased to meet: ${turned.worse}.`}
        </p>
        <ChangeList
          changes={changes}
          nameOf={(change) => {
            const named = changes.find(({ id }) => id === change.id);
            return `${named?.productName ?? change.product}, ${named?.standardName ?? change.standard}:`;
          }}
        />
      </section>
      <section className="ui-stack" aria-label="Initiatives">
        <div className="ui-row readiness-head">
          <h2>Initiatives</h2>
          <Link to="/new/initiative">New initiative</Link>
        </div>
        <InitiativeCards initiatives={initiatives} />
      </section>
      <section className="ui-stack" aria-label="Standards with a day">
        <h2>Standards with a day</h2>
        {standards.length === 0 ? <Empty>No standard has a day by which it should be met.</Empty> : null}
        <ul className="readiness-cards">
          {standards.map((standard) => (
            <li key={standard.name} className="ui-card ui-stack">
              <h3>
                <Link to="/readiness/standards/$name" params={{ name: standard.name }}>
                  {standard.displayName}
                </Link>
              </h3>
              <p className="ui-quiet">
                {standard.met} of {standard.applies} meet it
                {standard.unknown === 0 ? '' : `, ${standard.unknown} are not known`}. Target{' '}
                {standard.target} %{standard.ownerName === null ? '' : `, kept by ${standard.ownerName}`}.
              </p>
              <BurnDown days={standard.days} due={standard.due} target={standard.target} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

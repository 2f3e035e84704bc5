import type { FeedbackSummary } from '@fieldmarshal/contract/feedback';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Together } from '../app/screen/Together.tsx';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { AnswerList } from './AnswerList.tsx';
import { useAnswers, useSummary, type FeedbackFilter } from './feedback-api.ts';
import { TallyTables } from './TallyTables.tsx';
import { WeekBars } from './WeekBars.tsx';
import { tallyText, timeText } from './feedback-words.ts';
import './feedback.css';

/** What do users of dashboards complain about, and do they find what they look for? */
export function FeedbackScreen() {
  const filter = useFilter();
  const summary = useSummary(filter.dashboard);
  useTitle('Feedback');
  return (
    <Together className="screen ui-stack">
      <h1>Feedback</h1>
      {summary.isPending ? <Loading what="feedback" /> : null}
      <FailureNote error={summary.error} />
      {summary.data === undefined ? null : <Summary summary={summary.data} filter={filter} />}
      <Answers filter={filter} />
    </Together>
  );
}

function useFilter(): FeedbackFilter {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const text = (name: string) => {
    const value = search[name];
    return typeof value === 'string' && value !== ''
      ? value
      : typeof value === 'number'
        ? `${value}`
        : undefined;
  };
  return {
    ...{ dashboard: text('dashboard'), screen: text('screen'), release: text('release') },
    state: text('state'),
  };
}

function useSetFilter(filter: FeedbackFilter) {
  const navigate = useNavigate();
  return (part: FeedbackFilter) => {
    const entries = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined);
    void navigate({ to: '/feedback', search: Object.fromEntries(entries), replace: true });
  };
}

function Summary({ summary, filter }: { summary: FeedbackSummary; filter: FeedbackFilter }) {
  const set = useSetFilter(filter);
  const { dashboards, all, weeks, days } = summary;
  const asked = dashboards.filter(({ collect }) => collect);
  if (asked.length === 0 && all.yes + all.partly + all.no === 0)
    return (
      <Empty>
        Nobody is asked. A file of kind Dashboard with collect: true asks the users of another dashboard; the
        one called fieldmarshal asks on every screen here.
      </Empty>
    );
  return (
    <>
      <div className="feedback-filters">
        <Select
          label="Dashboard"
          value={filter.dashboard ?? ''}
          options={[
            { value: '', label: 'Every dashboard' },
            ...dashboards.map(({ name, displayName }) => ({ value: name, label: displayName })),
          ]}
          onChange={(value) => set({ dashboard: value === '' ? undefined : value, screen: undefined })}
        />
      </div>
      <p>
        In {days} days {tallyText(all)}
        {all.timed === 0 ? '' : `; ${timeText(all)}`}. Counts only: what fewer than five said is not told
        apart.
      </p>
      <WeekBars weeks={weeks} />
      <TallyTables summary={summary} onChoose={set} />
    </>
  );
}

function Answers({ filter }: { filter: FeedbackFilter }) {
  const answers = useAnswers(filter);
  const set = useSetFilter(filter);
  const { screen, release } = filter;
  return (
    <section className="ui-stack" aria-label="In people’s words">
      <h2>In people’s words</h2>
      <div className="feedback-filters">
        <Select
          label="Which"
          value={filter.state ?? ''}
          options={[
            { value: '', label: 'All' },
            { value: 'open', label: 'Open' },
            { value: 'done', label: 'Done' },
          ]}
          onChange={(value) => set({ state: value === '' ? undefined : value })}
        />
        {screen === undefined && release === undefined ? null : (
          <Button onClick={() => set({ screen: undefined, release: undefined })}>
            Not only {screen ?? `release ${release ?? ''}`}
          </Button>
        )}
      </div>
      {answers.isPending ? <Loading what="answers" /> : null}
      <FailureNote error={answers.error} />
      {answers.data === undefined ? null : <AnswerList answers={answers.data.items} />}
      {answers.data?.nextCursor ? <p className="ui-quiet">Older ones are not shown.</p> : null}
    </section>
  );
}

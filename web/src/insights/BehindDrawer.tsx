import type { BehindAnswer } from '@fieldmarshal/contract/insights';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { Button } from '../ui/Button.tsx';
import { Drawer } from '../ui/Dialog.tsx';
import { download } from '../ui/download.ts';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { csvOf } from '../ui/csv.ts';
import { useInsights, type InsightsSearch } from './insights-api.ts';
import { behindWords, countText, msText } from './insight-words.ts';

/** The incidents that a number counts, each with what it adds. */
export function BehindDrawer({ search, onClose }: { search: InsightsSearch; onClose: () => void }) {
  const found = useInsights('/incidents', search);
  const answer = found.data?.behind === search.behind ? found.data : undefined;
  return (
    <Drawer
      open
      onClose={onClose}
      title={
        answer === undefined
          ? 'Incidents'
          : `${answer.n} ${answer.n === 1 ? 'incident' : 'incidents'}: ${behindWords(answer.behind)}`
      }
      footer={
        answer === undefined ? undefined : (
          <Button
            onClick={() =>
              download(
                `incidents-${answer.behind.replaceAll(/[^\w-]+/g, '-')}.csv`,
                behindCsv(answer),
                'text/csv',
              )
            }
          >
            As CSV
          </Button>
        )
      }
    >
      <FailureNote error={found.error} />
      {found.isPending ? <Loading what="the incidents behind it" /> : null}
      <ul className="insights-behind">
        {answer?.items.map(({ id, title, severity, declaredAt, value, unit }) => (
          <li key={id}>
            <SeverityTag severity={severity} />{' '}
            <Link to="/incidents/$id" params={{ id }}>
              {id}
            </Link>{' '}
            {title} <b>{valueText(value, unit)}</b>{' '}
            <span className="ui-quiet">
              <Time at={declaredAt} show="full" focusable={false} />
            </span>
          </li>
        ))}
      </ul>
      {answer !== undefined && answer.n > answer.items.length ? (
        <p className="ui-quiet">
          The newest {answer.items.length} of {answer.n}.
        </p>
      ) : null}
    </Drawer>
  );
}

type Item = BehindAnswer['items'][number];

function valueText(value: Item['value'], unit: Item['unit']): string {
  if (value === null) return '';
  if (unit === 'ms') return msText(value);
  return unit === 'pages' ? `${value} ${value === 1 ? 'page' : 'pages'}` : `${countText(value)} ${unit}`;
}

function behindCsv({ items }: BehindAnswer): string {
  return csvOf(
    ['incident', 'title', 'severity', 'product', 'environment', 'declared_at', 'value', 'unit'],
    items.map(({ id, title, severity, product, environment, declaredAt, value, unit }) => [
      ...[id, title, severity, product, environment, declaredAt, value],
      unit,
    ]),
  );
}

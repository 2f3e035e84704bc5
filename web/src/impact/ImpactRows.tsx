import type { ImpactRow } from '@fieldmarshal/contract/impact';
import { Link } from '@tanstack/react-router';
import { Button } from '../ui/Button.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Time } from '../ui/Time.tsx';
import { isUndecided, rowKey, type Decide } from './row-keys.ts';
import { kindWords, pathText, healthOf, stateWords, sureText } from './impact-words.ts';

interface ImpactRowsProps {
  label: string;
  rows: readonly ImpactRow[];
  /** Absent: rows can only be read. */
  onDecide?: Decide | undefined;
  /** Of the row that Y and N speak of. */
  current?: string | null;
}

/** What is hit, one line each: what, how, how it is known and how old that is, how sure, and a person's word on it. */
export function ImpactRows({ label, rows, onDecide, current = null }: ImpactRowsProps) {
  return (
    <ul className="impact-rows" aria-label={label}>
      {rows.map((row) => (
        <li
          key={rowKey(row)}
          className="impact-row"
          {...(rowKey(row) === current ? { 'aria-current': true } : {})}
        >
          <span className="impact-what">
            <span className="ui-quiet">{kindWords[row.kind]}</span> <RowTitle row={row} />
          </span>
          <span className="impact-state">
            <HealthGlyph health={healthOf(row)} label={stateWords[row.state]} />
            {row.environmentsOf > 1 ? (
              <span>
                {row.environments.length} of {row.environmentsOf} env
              </span>
            ) : null}
          </span>
          <span className="impact-how">
            <How row={row} />
          </span>
          <span className="impact-sure">{sureText(row)}</span>
          <span className="impact-word">
            <Word row={row} onDecide={onDecide} hasKeys={rowKey(row) === current} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A customer leads to what hit them and what they were told. */
function RowTitle({ row: { kind, name, title } }: { row: ImpactRow }) {
  if (kind !== 'customer') return <b>{title}</b>;
  return (
    <Link to="/customers/$name" params={{ name }}>
      {title}
    </Link>
  );
}

function How({ row }: { row: ImpactRow }) {
  const [first] = row.evidence;
  const path = pathText(row);
  return (
    <>
      {first === undefined ? 'No evidence is kept' : first.says}
      {first?.at == null ? null : (
        <>
          {' '}
          <span className="ui-quiet">
            <Time at={first.at} show="ago" focusable={false} />
          </span>
        </>
      )}
      {path === '' ? null : <span className="ui-quiet impact-path">by {path}</span>}
      {row.until === null ? null : (
        <span className="ui-quiet impact-path">
          over since <Time at={row.until} show="moment" focusable={false} />
        </span>
      )}
    </>
  );
}

interface WordProps extends Pick<ImpactRowsProps, 'onDecide'> {
  row: ImpactRow;
  hasKeys: boolean;
}

function Word({ row, onDecide, hasKeys }: WordProps) {
  const hint = (key: string) => (hasKeys ? { keyHint: key } : {});
  if (row.decision !== null)
    return (
      <>
        <span>
          {row.decision.what} by {row.decision.by}{' '}
          <Time at={row.decision.at} show="clock" focusable={false} />
          {row.decision.reason === '' ? '' : `: ${row.decision.reason}`}
        </span>
        {onDecide === undefined ? null : (
          <Button
            look="plain"
            aria-label={`Take back the word on ${row.title}`}
            onClick={() => onDecide(row, 'clear')}
          >
            Take back
          </Button>
        )}
      </>
    );
  if (onDecide === undefined || !isUndecided(row)) return null;
  return (
    <>
      <Button {...hint('y')} onClick={() => onDecide(row, 'confirm')}>
        Hit<span className="ui-hidden"> {row.title}</span>
      </Button>
      <Button look="plain" {...hint('n')} onClick={() => onDecide(row, 'reject')}>
        Not hit<span className="ui-hidden"> {row.title}</span>
      </Button>
    </>
  );
}

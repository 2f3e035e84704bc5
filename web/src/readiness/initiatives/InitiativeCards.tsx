import type { ShownInitiative } from '@fieldmarshal/contract/readiness';
import { Link } from '@tanstack/react-router';
import { useClock } from '../../ui/clock.ts';
import { Empty } from '../../ui/Empty.tsx';
import { BurnDown } from '../course/BurnDown.tsx';
import { daysUntil } from '../course/chart-lines.ts';

/** Named pushes with what is left of each. */
export function InitiativeCards({ initiatives }: { initiatives: readonly ShownInitiative[] }) {
  if (initiatives.length === 0)
    return (
      <Empty action={<Link to="/new/initiative">New initiative</Link>}>
        There is none. An initiative names standards, products and a day, and shows what is left until then.
      </Empty>
    );
  return (
    <ul className="readiness-cards">
      {initiatives.map((initiative) => (
        <li key={initiative.name} className="ui-card ui-stack">
          <h3>
            <Link to="/readiness/initiatives/$name" params={{ name: initiative.name }}>
              {initiative.displayName}
            </Link>
          </h3>
          <p className="ui-quiet">
            <Progress initiative={initiative} />
          </p>
          <BurnDown days={initiative.days} start={initiative.start} due={initiative.due} />
        </li>
      ))}
    </ul>
  );
}

export function Progress({ initiative }: { initiative: ShownInitiative }) {
  const { applies, met, unknown, start, due, ownerName } = initiative;
  const left = useClock((now) => daysUntil(due, now));
  const begins = useClock((now) => daysUntil(start, now));
  const when =
    begins > 0
      ? `Begins ${start}, due ${due}`
      : left < 0
        ? `Was due ${due}`
        : left === 0
          ? 'Due today (UTC)'
          : `Due ${due}, in ${left} ${left === 1 ? 'day' : 'days'}`;
  return (
    <>
      {applies === 0 ? 'It applies to nothing.' : `${met} of ${applies} met`}
      {unknown === 0 ? '' : `, ${unknown} not known`}. {when}
      {ownerName === null ? '' : `, led by ${ownerName}`}.
    </>
  );
}

import { Empty } from '../../ui/Empty.tsx';
import { useMatrix } from '../readiness-api.ts';
import { reachOf } from './initiative-reach.ts';
import type { InitiativeForm } from './initiative-form.ts';

/** How the chosen standards are met today by the products of the chosen teams. */
export function InitiativeReach({ form }: { form: InitiativeForm }) {
  const matrix = useMatrix({});
  const reach = matrix.data === undefined ? [] : reachOf(matrix.data, form);
  const narrower = Object.keys(form.kept.appliesTo ?? {}).some((key) => key !== 'teams');
  return (
    <section className="ui-stack" aria-label="How it stands today">
      <h2>How it stands today</h2>
      {reach.length === 0 ? <Empty>Choose standards to see how much there is to do.</Empty> : null}
      <ul className="readiness-values">
        {reach.map(({ name, displayName, applies, met, unknown }) => (
          <li key={name}>
            <b>{displayName}</b>:{' '}
            {applies === 0
              ? 'applies to none of these products'
              : `${applies - met} of ${applies} left${unknown === 0 ? '' : `, ${unknown} of them not known`}`}
          </li>
        ))}
      </ul>
      {narrower ? <p className="ui-quiet">Its file narrows it further; that is not counted here.</p> : null}
    </section>
  );
}

import type { ShownInitiative } from '@fieldmarshal/contract/readiness';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useTitle } from '../../app/page-title.ts';
import { Loading } from '../../ui/Loading.tsx';
import { useInitiatives } from '../readiness-api.ts';
import { InitiativeCards } from './InitiativeCards.tsx';
import '../readiness.css';

/** Which pushes are on, and will they be done in time? */
export function InitiativeListScreen() {
  const initiatives = useInitiatives();
  const items: readonly ShownInitiative[] = initiatives.data?.items ?? [];
  useTitle('Initiatives');
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Initiatives</h1>
        <span className="screen-gap" />
        <Link to="/readiness">Readiness</Link>
        <Link to="/new/initiative">New initiative</Link>
      </div>
      {initiatives.isPending ? <Loading what="initiatives" /> : null}
      <FailureNote error={initiatives.error} />
      {initiatives.isSuccess ? <InitiativeCards initiatives={items} /> : null}
    </div>
  );
}

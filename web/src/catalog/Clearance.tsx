import { Lock } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Pill } from '../ui/Pill.tsx';
import { displayName, useObjects, type ObjectSummary } from './object-api.ts';

/** Who may see what happens in a restricted environment, and what a person or a team may see and where they work. */
export function Clearance({ object }: { object: ObjectSummary }) {
  if (object.kind === 'Environment')
    return object.spec['restricted'] === true ? <Cleared environment={object.name} /> : null;
  if (object.kind !== 'Person' && object.kind !== 'Team') return null;
  const clearances = namesIn(object.spec['clearances']);
  const scope = scopeText(object.spec['scope']);
  if (clearances.length === 0 && scope === null) return null;
  return (
    <section aria-label="What they may see" className="ui-stack">
      <h2>What they may see</h2>
      {clearances.length === 0 ? null : (
        <p>
          Cleared for incidents in <Names kind="Environment" names={clearances} />.
        </p>
      )}
      {scope === null ? null : <p>{scope}</p>}
    </section>
  );
}

function Cleared({ environment }: { environment: string }) {
  const people = useObjects('Person');
  const teams = useObjects('Team');
  const has = ({ spec }: ObjectSummary) => namesIn(spec['clearances']).includes(environment);
  const failed = people.isError ? people : teams;
  return (
    <section aria-label="Clearance" className="ui-stack">
      <h2>Clearance</h2>
      <p className="ui-row">
        <Pill glyph={<Lock size={16} aria-hidden />}>Restricted</Pill>
        <span>Only people with a clearance see its incidents and are paged for them.</span>
      </p>
      {failed.isError ? (
        <ErrorNote onRetry={() => void failed.refetch()}>Who has a clearance cannot be read.</ErrorNote>
      ) : people.data === undefined || teams.data === undefined ? (
        <Loading what="clearances" />
      ) : (
        <ClearedList people={people.data.filter(has)} teams={teams.data.filter(has)} />
      )}
    </section>
  );
}

function ClearedList({ people, teams }: Record<'people' | 'teams', readonly ObjectSummary[]>) {
  if (people.length + teams.length === 0)
    return <Empty>Nobody has a clearance: incidents here are seen by nobody and page nobody.</Empty>;
  return (
    <ul className="room-list">
      {[...teams, ...people].map((each) => (
        <li key={`${each.kind}/${each.name}`}>
          <Link to="/catalog/$kind/$name" params={{ kind: each.kind, name: each.name }}>
            {displayName(each)}
          </Link>{' '}
          <span className="ui-quiet">{each.kind === 'Team' ? 'every member' : 'person'}</span>
        </li>
      ))}
    </ul>
  );
}

function Names({ kind, names }: { kind: string; names: readonly string[] }) {
  return names.map((name, index) => (
    <span key={name}>
      {index === 0 ? '' : ', '}
      <Link to="/catalog/$kind/$name" params={{ kind, name }}>
        {name}
      </Link>
    </span>
  ));
}

function scopeText(scope: unknown): string | null {
  if (typeof scope !== 'object' || scope === null) return null;
  const teams = 'teams' in scope ? namesIn(scope.teams) : [];
  const environments = 'environments' in scope ? namesIn(scope.environments) : [];
  const of = teams.length === 0 ? '' : ` of ${teams.join(', ')}`;
  const where = environments.length === 0 ? '' : ` in ${environments.join(', ')}`;
  return `Works on incidents${of}${where} only, and on those they are asked to in person; sees the others.`;
}

function namesIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
}

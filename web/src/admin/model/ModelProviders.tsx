import { sentenceOf } from '../../incidents/incident-api.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useModelProviders } from './model-admin-api.ts';
import { ModelProviderForm } from './ModelProviderForm.tsx';
import { ProviderCard } from './ProviderCard.tsx';
import './model.css';

/** Servers with a model in the order they are asked. */
export function ModelProviders() {
  const list = useModelProviders();
  return (
    <>
      {list.isPending ? <Loading what="providers" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.data?.items.length === 0 ? (
        <Empty>No provider yet. Add one here, or apply an object of kind ModelProvider.</Empty>
      ) : null}
      {(list.data?.items ?? []).map((provider) => (
        <ProviderCard key={provider.name} provider={provider} />
      ))}
      <ModelProviderForm />
    </>
  );
}

import type { SignInWays } from '@fieldmarshal/contract/identity/sign-in';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Authenticator } from './Authenticator.tsx';
import { Identities } from './Identities.tsx';
import { Passkeys } from './Passkeys.tsx';

/** How I sign in beside my password. */
export function SignInSection({ person }: { person: string }) {
  const ways = useQuery({
    queryKey: liveKey(['admin'], 'sign-in', person),
    queryFn: async ({ signal }) =>
      getJson<SignInWays>(`/api/v1/accounts/${encodeURIComponent(person)}/sign-in`, signal),
  });
  if (ways.isPending) return <Loading what="how you sign in" />;
  if (ways.isError)
    return <ErrorNote onRetry={() => void ways.refetch()}>{sentenceOf(ways.error)}</ErrorNote>;
  return (
    <>
      <Passkeys person={person} ways={ways.data} />
      <Authenticator person={person} ways={ways.data} />
      <Identities person={person} ways={ways.data} />
    </>
  );
}

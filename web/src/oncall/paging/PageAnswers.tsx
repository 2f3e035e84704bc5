import type { PageSummary } from '@fieldmarshal/contract/oncall/contract';
import { readBoot } from '../../app/boot.ts';
import { useSignalAct } from '../../signals/signal-api.ts';
import { Button } from '../../ui/Button.tsx';

/** The two answers of a page, for whoever may give them: anybody but a viewer acknowledges, only the paged person cannot take it. */
export function PageAnswers({ page }: { page: PageSummary }) {
  const act = useSignalAct();
  const me = readBoot().me;
  const isMine = me !== null && me.person === page.person;
  const mayAnswer =
    isMine || (page.shadow === null && (me?.roles.some((role) => role !== 'viewer') ?? false));
  const answer = (given: 'acknowledge' | 'cannot', done: string) =>
    act.mutate({ path: `pages/${page.id}/answer`, body: { answer: given }, done });
  const words = page.shadow === null ? wordsOfPage : wordsOfShadow;
  const mayRefuse = isMine && page.state === 'open';
  if (!mayAnswer || !isAnswerable(page)) return null;
  return (
    <span className="ui-row">
      <Button look="primary" busy={act.isPending} onClick={() => answer('acknowledge', words.done)}>
        {page.state === 'open' ? words.take : words.takeAfterAll}
      </Button>
      {mayRefuse ? (
        <Button busy={act.isPending} onClick={() => answer('cannot', words.refused)}>
          {words.cannot}
        </Button>
      ) : null}
    </span>
  );
}

/** Whoever declined may change their mind, and a shadow may follow what others have taken. */
function isAnswerable({ state, shadow }: PageSummary): boolean {
  return state === 'open' || state === 'declined' || (state === 'closed' && shadow !== null);
}

const wordsOfPage = {
  take: 'Acknowledge',
  takeAfterAll: 'Take it after all',
  cannot: 'Cannot take it',
  done: 'Acknowledged',
  refused: 'The next one is paged',
};
const wordsOfShadow = {
  take: 'Follow',
  takeAfterAll: 'Follow after all',
  cannot: 'Cannot follow',
  done: 'You follow; the paging goes on',
  refused: 'Noted; the paging goes on',
};

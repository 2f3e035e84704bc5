import type { SignInProvider, SignInRules } from '@fieldmarshal/contract/identity/sign-in';
import { sentenceOf } from '../incidents/incident-api.ts';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useAdmin } from './admin-api.ts';
import { ProvisioningCard } from './ProvisioningCard.tsx';

/** Through whom people sign in; decided by the operator's file, so it is shown here and changed there. */
export function SignInPanel() {
  const rules = useAdmin<SignInRules>('sign-in-providers');
  return (
    <section className="ui-stack" aria-label="Sign-in">
      <p className="ui-quiet">
        Set in the file that <span className="ui-mono">FIELDMARSHAL_SIGN_IN</span> names; a change there
        counts from the next start.
      </p>
      {rules.isPending ? <Loading what="ways to sign in" /> : null}
      {rules.isError ? (
        <ErrorNote onRetry={() => void rules.refetch()}>{sentenceOf(rules.error)}</ErrorNote>
      ) : null}
      {rules.isSuccess ? <Rules rules={rules.data} /> : null}
    </section>
  );
}

function Rules({ rules: { items, passwords, breakGlass, provisioning } }: { rules: SignInRules }) {
  return (
    <>
      <p>
        {passwords === 'everyone'
          ? 'Whoever has a password or a passkey may sign in with it.'
          : 'Passwords work for emergency accounts only.'}{' '}
        {breakGlass.length === 0
          ? 'There is no emergency account.'
          : `Emergency accounts, whose every use is told to all administrators: ${breakGlass.join(', ')}.`}
      </p>
      {items.length === 0 ? <Empty>No identity provider: people sign in here only.</Empty> : null}
      {items.map((provider) => (
        <ProviderCard key={provider.name} provider={provider} />
      ))}
      <ProvisioningCard provisioning={provisioning} />
    </>
  );
}

const admission: Record<SignInProvider['admit'], string> = {
  invited: 'Lets in who was invited and then came through it.',
  groups: 'Makes an account for whoever is in one of these groups.',
  everyone: 'Makes an account for everyone it knows.',
};

function ProviderCard({ provider }: { provider: SignInProvider }) {
  const { name, label, issuer, clientId, callback, admit, defaultRole, roles, sessionHours, problem } =
    provider;
  return (
    <article className="ui-card ui-stack" aria-label={label}>
      <h2>{label}</h2>
      <p>
        <HealthGlyph health={problem === null ? 'ok' : 'failing'} label={false} />{' '}
        {problem === null ? 'Answers as it should.' : `Cannot be used: ${problem}`}
      </p>
      <p>
        <span className="ui-mono">{name}</span> at <span className="ui-mono admin-long">{issuer}</span>, as{' '}
        <span className="ui-mono admin-long">{clientId}</span>. {admission[admit]}
        {admit === 'everyone' ? ` Without a group they are ${defaultRole}.` : ''} A session lasts{' '}
        {sessionHours} h at most.
      </p>
      {roles.length === 0 ? null : (
        <p>
          Groups in the claim <span className="ui-mono">{provider.groupsClaim}</span>:{' '}
          {roles.map(({ group, role }) => `${group} is ${role}`).join(', ')}.
        </p>
      )}
      <CodeBlock title="Address to register at the provider" code={callback} />
    </article>
  );
}

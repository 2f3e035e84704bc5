import { useFault } from '../../catalog/editor/faults.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { AccessForm } from './access-form.ts';

const auths = [
  { value: 'none', label: 'Nothing' },
  { value: 'bearer', label: 'A token' },
  { value: 'basic', label: 'A user with a password' },
] as const;

interface AccessFieldsProps {
  form: AccessForm;
  onChange: (part: Partial<AccessForm>) => void;
  /** Whose address it is, and how much of it. */
  addressHint: string;
  /** Which servers part tenants. */
  tenantHint: string;
}

/** Where a server stands, and what it asks for. */
export function AccessFields({ form, onChange, addressHint, tenantHint }: AccessFieldsProps) {
  const userFault = useFault('user');
  return (
    <>
      <TextField
        label="Address"
        hint={addressHint}
        type="url"
        value={form.url}
        onChange={(url) => onChange({ url })}
        error={useFault('url')}
        spellCheck={false}
        autoComplete="off"
      />
      <Select
        label="It asks for"
        hint="The password or token itself is no part of this: it is sealed, and sent to this address only"
        value={form.auth}
        options={auths}
        onChange={(auth) => onChange({ auth })}
      />
      {form.auth === 'basic' ? (
        <TextField
          label="User"
          value={form.user}
          onChange={(user) => onChange({ user })}
          error={userFault}
          spellCheck={false}
          autoComplete="off"
        />
      ) : null}
      <TextField
        label="Tenant"
        hint={tenantHint}
        value={form.tenant}
        onChange={(tenant) => onChange({ tenant })}
        error={useFault('tenant')}
        spellCheck={false}
        autoComplete="off"
      />
    </>
  );
}

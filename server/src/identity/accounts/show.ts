import type { Account as WireAccount } from '@fieldmarshal/contract/identity';
import type { Account } from './store.ts';

export function showAccount(account: Account): WireAccount {
  return {
    ...account,
    roles: [...account.roles],
    disabledAt: account.disabledAt?.toISOString() ?? null,
    createdAt: account.createdAt.toISOString(),
    lastSignInAt: account.lastSignInAt?.toISOString() ?? null,
  };
}

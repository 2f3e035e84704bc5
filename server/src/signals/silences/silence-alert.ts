import type { Silence } from '@fieldmarshal/contract/signals';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { matcherText } from '../core/matcher.ts';
import { rowId } from '../paging.ts';
import { findAlert } from '../store/alert-store.ts';
import { storeSilence } from './manage-silences.ts';

interface Input {
  readonly id: string;
  readonly minutes: number;
  readonly comment: string;
}

/** Silences whatever has exactly the labels of this alert, from now on. */
export async function silenceAlert(ctx: Ctx, { id, minutes, comment }: Input): Promise<Silence> {
  permit(ctx, 'alert.silence');
  const row = rowId(id);
  const alert = row === null ? null : await findAlert(ctx.env.databases[ctx.pool], row);
  if (!alert) throw notFound(`Alert ${id}`);
  const matchers = Object.entries(alert.labels).map(([name, value]) =>
    matcherText({ name, value, isRegex: false, isEqual: true }),
  );
  const endsAt = new Date(ctx.env.clock.now().getTime() + minutes * 60_000).toISOString();
  return storeSilence(ctx, 'silence', { title: comment, matchers, endsAt });
}

import type { PageDetail } from '@fieldmarshal/contract/oncall/contract';

type Ring = PageDetail['rings'][number];

/** What a receipt or a mail that came back said of a message that had left; its tries do not know it. */
export function saidAfterTries({
  detail,
  tries,
}: {
  readonly detail: string | null;
  readonly tries: readonly Pick<Ring['tries'][number], 'detail'>[];
}): string | null {
  return detail === null || detail === '' || tries.some((each) => each.detail === detail) ? null : detail;
}

/** How the reason begins where paging ended because there was nobody to page: then nobody had anything to answer. */
export const nobodyPaged = 'Nobody is being paged';

/** Whether it ended so, by the detail of a `paging-exhausted`. */
export function pagedNobody(detail: string): boolean {
  return detail.startsWith(`${nobodyPaged}:`);
}

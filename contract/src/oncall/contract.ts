/** The HTTP contract of oncall; mounted under `/api/v1`. */
export const oncallContract = {};

/** The HTTP contract of catalog; mounted under `/api/v1`. */
export const catalogContract = {};

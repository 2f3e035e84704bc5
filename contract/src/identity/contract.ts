/** The HTTP contract of identity; mounted under `/api/v1`. */
export const identityContract = {};

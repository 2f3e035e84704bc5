/** The HTTP contract of signals; mounted under `/api/v1`. */
export const signalsContract = {};

/** The HTTP contract of incidents; mounted under `/api/v1`. */
export const incidentsContract = {};

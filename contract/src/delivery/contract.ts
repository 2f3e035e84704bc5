/** The HTTP contract of delivery; mounted under `/api/v1`. */
export const deliveryContract = {};

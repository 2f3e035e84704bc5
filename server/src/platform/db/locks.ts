/**
 * Every advisory lock, with what it protects. A transaction that takes several takes them in this order.
 * `migrate`: one server migrates at a time. `audit`: the end of the audit hash chain. `apply`: one change of the catalog at a time.
 * `restored`: one server at a time settles what a restored backup left open.
 * `paging`: with the hash of an incident's id as second key, one change of its pages at a time.
 * `deliveryBundle`: with the hash of a destination, one look for what leaves there together at a time; alone in its transaction.
 * `pageTurn`: one choice of whose turn it is in a round-robin group at a time.
 * `relay`: one bundle is made at a time.
 */
export const advisoryLock = {
  migrate: 4_600_001,
  restored: 4_600_007,
  apply: 4_600_002,
  paging: 4_600_004,
  pageTurn: 4_600_005,
  deliveryBundle: 4_600_006,
  relay: 4_600_010,
  audit: 4_600_003,
} as const;

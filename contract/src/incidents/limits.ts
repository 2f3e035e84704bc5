/** Most of each that one incident may hold; decide refuses more with `too-many`. */
export const incidentLimits = {
  tasks: 500,
  teams: 100,
  shadows: 10,
  alerts: 1_000,
  changes: 500,
  marks: 1_000,
  factors: 100,
  actions: 200,
  impactRows: 500,
  languages: 20,
  attachmentsPerNote: 20,
  /** What people may add; facts from paging and alerts are still recorded beyond it. */
  events: 20_000,
} as const;

/** How long after an action its author may undo it, on database time. */
export const undoMs = 10_000;

import { isEventKey, type EventKey, type StoredEvent } from '../events/events.ts';
import { causeFolds } from './cause.ts';
import { courseFolds } from './course.ts';
import { delegationFolds } from './delegation.ts';
import { impactFolds } from './impact.ts';
import { linkFolds } from './links.ts';
import { peopleFolds } from './people.ts';
import { privacyFolds } from './privacy.ts';
import { workFolds } from './work.ts';
import { fold, type Fold, type Folded } from './fold.ts';
import { reviewFolds } from './review.ts';
import { undoMs } from '../limits.ts';
import type { Incident, RecentAction, Who } from '../state-schema.ts';

/** Raised with every change of what the fold computes: caches made by another version are folded anew from the log. */
export const foldVersion = 10;

const folds: Record<EventKey, Fold> = {
  ...courseFolds,
  ...peopleFolds,
  ...workFolds,
  ...linkFolds,
  ...causeFolds,
  ...impactFolds,
  ...privacyFolds,
  ...delegationFolds,
  ...reviewFolds,
  'undone@1': fold('undone@1', {
    apply: (incident, { seq, back }, event) => {
      const undone = [...incident.undone, seq];
      const marks = incident.marks.filter((mark) => mark.seq !== seq);
      const marked = { ...incident, undone, marks, firsts: withoutFirst(incident.firsts, seq) };
      // An undone undo is not a thing; refusing it here also bounds the recursion.
      if (back === null || back.type === 'undone') return marked;
      return foldOne(marked, { ...event, ...back })?.incident ?? marked;
    },
  }),
};

/**
 * Folds one event into an incident; null stands for "nothing yet". Total over every type and version ever stored: what it does not know
 * only moves `seq` on. An event folded before, or one that leaves a gap, gives the same object back, so replays and duplicates are
 * harmless and a reader sees by the unmoved `seq` that it must fetch what is missing.
 */
export function reduce(incident: Incident | null, event: StoredEvent): Incident | null {
  if (event.seq !== (incident?.seq ?? 0) + 1) return incident;
  const before = incident ?? blankIncident(event);
  const folded = foldOne(before, event);
  const after = folded?.incident ?? before;
  return {
    ...after,
    seq: event.seq,
    changedAt: event.at,
    recent: recentAfter(before.recent, event, folded),
  };
}

/** The fold of a whole log in order, or of its next part onto `from`. */
export function foldEvents(events: readonly StoredEvent[], from: Incident | null = null): Incident | null {
  return events.reduce<Incident | null>((incident, event) => reduce(incident, event), from);
}

/** How the log names an actor when it asks who did something: `person:mira`. */
export function whoKey(who: Pick<Who, 'kind' | 'id'>): string {
  return `${who.kind}:${who.id}`;
}

function foldOne(incident: Incident, event: StoredEvent): Folded | null {
  const key = `${event.type}@${event.version}`;
  return isEventKey(key) ? folds[key](incident, event) : null;
}

/** Keeps what each person did last, for as long as they may undo it; and sees whose action was overtaken by somebody else's. */
function recentAfter(
  recent: readonly RecentAction[],
  event: StoredEvent,
  folded: Folded | null,
): RecentAction[] {
  const by = whoKey(event.actor);
  const oldest = Date.parse(event.at) - undoMs;
  const thing = folded?.thing ?? null;
  const others = recent
    .filter((action) => action.by !== by && Date.parse(action.at) >= oldest)
    .map((action) => (thing !== null && action.thing === thing ? { ...action, superseded: true } : action));
  const isPerson = event.actor.kind === 'person' || event.actor.kind === 'token';
  if (!isPerson || event.type === 'undone') return others;
  const { seq, at, type } = event;
  const undo = folded?.undo ?? null;
  const own = { by, seq, at, type, undoable: undo !== null, superseded: false, thing };
  return [...others, { ...own, back: undo?.back ?? null }];
}

function withoutFirst(firsts: Incident['firsts'], seq: number): Incident['firsts'] {
  const without = (first: Incident['firsts']['severity']) => (first?.seq === seq ? null : first);
  return {
    fieldMarshal: without(firsts.fieldMarshal),
    severity: without(firsts.severity),
    teamEngaged: without(firsts.teamEngaged),
    teamAcknowledged: without(firsts.teamAcknowledged),
    updateDue: without(firsts.updateDue),
    bridge: without(firsts.bridge),
    impact: without(firsts.impact),
  };
}

function blankIncident(event: StoredEvent): Incident {
  return {
    id: event.incidentId,
    seq: 0,
    title: '',
    summary: '',
    severity: null,
    reportedSeverity: null,
    state: 'triage',
    drill: false,
    product: null,
    environment: null,
    escalationPolicy: null,
    origin: null,
    declaredAt: event.at,
    declaredBy: event.actor,
    changedAt: event.at,
    acknowledgedAt: null,
    resolvedAt: null,
    reviewedAt: null,
    resolution: '',
    reopened: 0,
    mergedInto: null,
    mergedFrom: [],
    roles: [],
    teams: [],
    pages: [],
    tasks: [],
    taskCount: 0,
    noteCount: 0,
    marks: [],
    updateDue: null,
    communications: { sent: 0, lastAt: null },
    bridge: null,
    bridgeJoined: [],
    delegation: null,
    private: false,
    readers: [],
    alertGroups: [],
    alerts: [],
    changes: [],
    likelyCause: null,
    causeAnswer: null,
    impact: { decisions: [], assessed: null, late: 0, dataLoss: null, workarounds: [], proposal: null },
    review: { parts: [], factors: [], actions: [], factorCount: 0, actionCount: 0 },
    undone: [],
    recent: [],
    firsts: {
      fieldMarshal: null,
      severity: null,
      teamEngaged: null,
      teamAcknowledged: null,
      updateDue: null,
      bridge: null,
      impact: null,
    },
  };
}

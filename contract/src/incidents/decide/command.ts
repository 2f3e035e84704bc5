import type { CauseName, LinkedAlert, LinkedChange, PersonRef, Who } from '../state-schema.ts';
import type { HitState, ImpactKind } from '../../impact/words.ts';
import type {
  ActionAim,
  ActionState,
  causeAnswers,
  causeStates,
  DelegationReturn,
  FactorKind,
  IncidentRole,
  Mark,
  PageStatus,
  ReviewPart,
  TeamState,
  WorkState,
} from '../words.ts';
import type { Severity } from '../../severity.ts';

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
}

export interface Declaration {
  readonly type: 'declare';
  readonly title: string;
  readonly summary: string;
  readonly severity: Severity | null;
  readonly product: string | null;
  readonly environment: string | null;
  readonly escalationPolicy: string | null;
  readonly drill: boolean;
  /** Private from the first moment on. */
  readonly private?: boolean;
  readonly origin: { readonly kind: string; readonly id: string } | null;
  /** Of the alert group it comes from; 0 without one. */
  readonly alertCount: number;
  /** Who leads from the start, if it is known already. */
  readonly fieldMarshal: PersonRef | null;
  readonly teams: readonly string[];
  readonly alerts: readonly LinkedAlert[];
}

/** What came of a page, as paging knows it. `page` is its id; the same page is told several times. */
interface PageReport {
  readonly type: 'record-page';
  readonly page: string;
  readonly person: PersonRef;
  readonly team: string | null;
  readonly channel: string | null;
  readonly status: PageStatus;
  readonly detail: string;
  /** Who answered, for people's eyes; null for attempts. */
  readonly answeredBy: string | null;
  /** When it happened, which is told later where much is told at once; null: now. */
  readonly happenedAt: string | null;
}

/** An escalation walked to its end without an answer. */
interface ExhaustionReport {
  readonly type: 'record-exhausted';
  readonly team: string | null;
  readonly final: boolean;
  readonly detail: string;
}

/** What people write of an action; the rest follows from what is done with it. */
export interface ActionContent {
  readonly title: string;
  readonly aim: ActionAim;
  readonly owner: PersonRef | null;
  readonly team: string | null;
  /** A day, `2026-12-01`. */
  readonly dueOn: string | null;
  readonly task: string | null;
  readonly factor: string | null;
}

interface FactorContent {
  readonly kind: FactorKind;
  readonly text: string;
  readonly entries: readonly number[];
}

export type ReviewCommand =
  /** `basis`: the entry that wrote what the author began from; 0 where nothing was written yet. */
  | {
      readonly type: 'write-review';
      readonly part: ReviewPart;
      readonly text: string;
      readonly basis: number;
    }
  | ({ readonly type: 'add-factor' } & FactorContent)
  | ({ readonly type: 'change-factor'; readonly factor: string } & FactorContent)
  | { readonly type: 'remove-factor'; readonly factor: string }
  | ({ readonly type: 'add-action' } & ActionContent)
  | ({ readonly type: 'change-action'; readonly action: string } & ActionContent)
  | { readonly type: 'move-action'; readonly action: string; readonly to: ActionState; readonly note: string }
  | {
      readonly type: 'ticket-action';
      readonly action: string;
      readonly ticket: TicketRef | null;
    }
  /** What a tracker says of a ticket. `means`: what its state is for the action, null where it is no word that anybody gave a meaning. */
  | {
      readonly type: 'hear-ticket';
      readonly action: string;
      readonly ticket: TicketRef;
      readonly state: string | null;
      readonly means: ActionState | null;
      readonly at: string | null;
    };

interface TicketRef {
  readonly tracker: string;
  readonly key: string;
  readonly url: string | null;
}

interface ImpactRowDecision {
  readonly kind: ImpactKind;
  readonly name: string;
  readonly title: string;
  /** How it is hit, as whoever decides sees it; null where that was not said. */
  readonly state: HitState | null;
  readonly decision: 'confirmed' | 'rejected' | 'added' | 'cleared';
}

/** What an assessment found new since the last that was told. */
interface ImpactReport {
  readonly type: 'record-impact';
  /** Counts assessments of this incident; one that is not newer tells nothing. */
  readonly assessment: number;
  readonly summary: string;
  readonly changes: readonly {
    readonly kind: ImpactKind;
    readonly name: string;
    readonly title: string;
    readonly was: string;
    readonly now: string;
  }[];
  readonly more: number;
}

/** Something was sent to people outside. `nextUpdateAt`: what it promises them. */
interface CommunicationReport {
  readonly type: 'record-communication';
  readonly communication: string;
  readonly audience: string;
  readonly application: string;
  readonly language: string;
  readonly stage: string;
  readonly title: string;
  readonly approvedBy: readonly string[];
  /** What changed since then, and no reader would notice; a sentence each. */
  readonly changes?: readonly string[];
  readonly recipients: number;
  readonly corrects: string | null;
  readonly nextUpdateAt: string | null;
}

/** Everything that can be asked of an incident. Times are RFC 3339 UTC, ids are the log's own. */
export type CommandBody =
  | Declaration
  /** `askedAgain`: people are paged for it at this moment, or nobody answered when they were. */
  | { readonly type: 'acknowledge'; readonly askedAgain?: boolean }
  | {
      readonly type: 'describe';
      readonly title: string;
      readonly summary: string;
      /** What the author began from; left out: whatever it is now. */
      readonly was?: { readonly title: string; readonly summary: string } | undefined;
    }
  | { readonly type: 'set-severity'; readonly severity: Severity; readonly reason: string }
  | { readonly type: 'set-state'; readonly state: WorkState }
  | { readonly type: 'take-role'; readonly role: IncidentRole }
  | { readonly type: 'assign-role'; readonly role: IncidentRole; readonly person: PersonRef }
  | { readonly type: 'transfer-role'; readonly role: IncidentRole; readonly person: PersonRef }
  | { readonly type: 'drop-role'; readonly role: IncidentRole; readonly person: string }
  | {
      readonly type: 'delegate';
      readonly team: string;
      readonly due: string;
      readonly reason: string;
      readonly pack: string;
      readonly points: number | null;
    }
  | { readonly type: 'accept-delegation'; readonly note: string }
  | {
      readonly type: 'return-delegation';
      readonly how: Exclude<DelegationReturn, 'reopened'>;
      readonly reason: string;
    }
  | { readonly type: 'engage-team'; readonly team: string; readonly reason: string }
  | {
      readonly type: 'set-team-state';
      readonly team: string;
      readonly state: Exclude<TeamState, 'engaged' | 'paged'>;
      readonly note: string;
    }
  | { readonly type: 'set-team-update-due'; readonly team: string; readonly due: string | null }
  | {
      readonly type: 'add-task';
      readonly title: string;
      readonly assignee: PersonRef | null;
      readonly team: string | null;
    }
  | { readonly type: 'assign-task'; readonly task: string; readonly assignee: PersonRef | null }
  | { readonly type: 'complete-task'; readonly task: string }
  | { readonly type: 'reopen-task'; readonly task: string }
  | {
      readonly type: 'note';
      readonly text: string;
      readonly code: { readonly language: string; readonly text: string } | null;
      readonly attachments: readonly Attachment[];
      readonly decision: boolean;
    }
  | { readonly type: 'mark'; readonly seq: number; readonly mark: Mark; readonly on: boolean }
  | { readonly type: 'set-update-due'; readonly due: string | null }
  | { readonly type: 'set-bridge'; readonly url: string | null }
  | { readonly type: 'join-bridge' }
  | { readonly type: 'set-privacy'; readonly private: boolean }
  | { readonly type: 'admit-reader' | 'remove-reader'; readonly person: PersonRef }
  | { readonly type: 'link-alert'; readonly alert: LinkedAlert }
  | { readonly type: 'unlink-alert'; readonly alert: string }
  | { readonly type: 'link-change'; readonly change: LinkedChange }
  | { readonly type: 'unlink-change'; readonly change: string }
  | {
      readonly type: 'record-alerts';
      readonly group: string;
      readonly title: string;
      readonly firing: number;
      readonly total: number;
      readonly newTitles: readonly string[];
    }
  | { readonly type: 'record-alerts-resolved'; readonly group: string }
  | {
      readonly type: 'record-cause';
      readonly state: (typeof causeStates)[number];
      readonly causes: readonly CauseName[];
      readonly probability: number;
      readonly version: number;
      readonly why: string;
    }
  | {
      readonly type: 'answer-cause';
      readonly answer: (typeof causeAnswers)[number];
      readonly cause: CauseName | null;
      readonly faultKind: string | null;
      readonly note: string;
    }
  | PageReport
  | ExhaustionReport
  | ImpactReport
  | { readonly type: 'decide-impact'; readonly rows: readonly ImpactRowDecision[]; readonly reason: string }
  | { readonly type: 'record-impact-late'; readonly minutes: number }
  | { readonly type: 'set-data-loss'; readonly lost: boolean; readonly reason: string }
  /** Empty text: there is none any more. */
  | { readonly type: 'set-workaround'; readonly language: string; readonly text: string }
  | {
      readonly type: 'propose-severity';
      readonly severity: Severity;
      readonly reason: string;
      readonly rule: string;
    }
  | { readonly type: 'keep-severity'; readonly reason: string }
  | CommunicationReport
  | ReviewCommand
  | { readonly type: 'resolve'; readonly summary: string }
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'review'; readonly summary: string }
  /** `seq`: what the person believes they undo; null for whatever was last. */
  | { readonly type: 'undo'; readonly seq: number | null };

/** A command and who gives it. */
export type Command = CommandBody & { readonly by: Who };
export type CommandType = CommandBody['type'];
/** The command of one type. */
export type CommandOf<T extends CommandType> = Extract<CommandBody, { type: T }> & { readonly by: Who };

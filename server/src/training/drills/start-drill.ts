import { actorName } from '@fieldmarshal/contract';
import { readersOf, type Incident } from '@fieldmarshal/contract/incidents';
import type { DrillDetail, DrillSeat, ScenarioSpec } from '@fieldmarshal/contract/training';
import { isCleared, readCatalog, type Catalog } from '#catalog';
import { readContacts, type Contacts } from '#delivery';
import { audit, permit } from '#identity';
import { admitUnseen, declareIncident, getIncident, listEvents } from '#incidents';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { scriptOfLog } from '../core/recording-script.ts';
import { scriptOfScenario } from '../core/scenario-script.ts';
import type { Script } from '../core/script.ts';
import { setFaultTimer, setPlayTimer } from './drill-jobs.ts';
import { insertDrill, nextDrillNumber, realSev1, type LiveFault } from './drill-store.ts';
import { readDrill } from './read-drills.ts';
import { tellMentor } from './tell-of-drill.ts';

export interface StartDrill {
  readonly scenario?: string | undefined;
  readonly incident?: string | undefined;
  readonly seat: DrillSeat;
  readonly trainee?: string | undefined;
  readonly mentor?: string | undefined;
  readonly speed: 1 | 2 | 4 | 8;
  readonly override?: string | undefined;
}

/** What is played, and what its room is declared with. */
interface Source {
  readonly kind: 'scenario' | 'recording';
  readonly name: string;
  readonly script: Script;
  readonly room: Pick<ScenarioSpec, 'title' | 'summary' | 'severity' | 'product' | 'environment'>;
  /** What is replayed is seen by its readers only, and so is the room. */
  readonly private: boolean;
  readonly faults: readonly LiveFault[];
}

/**
 * Starts a drill: declares its room, pages the trainee and nobody else, and plays the script into it. Refused while a real SEV1 is open,
 * unless a lead says why; live drills are a lead's to start.
 */
export async function startDrill(ctx: Ctx, asked: StartDrill): Promise<DrillDetail> {
  permit(ctx, 'drill.play');
  if (asked.override !== undefined) permit(ctx, 'drill.override');
  const catalog = await readCatalog(ctx.env);
  checkPeople(catalog, asked);
  const source =
    asked.scenario === undefined ? await recordingOf(ctx, asked) : scenarioOf(catalog, asked.scenario);
  refuseUncleared(catalog, source.room.environment ?? null, asked);
  refuseElsewhere(catalog, source);
  if (source.faults.length > 0) {
    permit(ctx, 'drill.live');
    if (ctx.env.config.faultUrl === undefined)
      throw new AppError('refused', 'This is a live drill, and no faultUrl is set: see docs/training.md.');
  }
  if (source.kind === 'scenario' && asked.seat === 'watch')
    throw refusal('seat', 'only the recording of an incident can be watched');
  const contacts = await readContacts(ctx.env);
  const id = await inTransaction(ctx, async (tx) => start(tx, asked, { source, catalog, contacts }));
  return readDrill(ctx, { id });
}

async function start(
  tx: Tx,
  asked: StartDrill,
  { source, catalog, contacts }: { source: Source; catalog: Catalog; contacts: Contacts },
): Promise<string> {
  await refuseDuringSev1(tx, asked.override);
  const number = await nextDrillNumber(tx.db);
  const id = `DR-${number}`;
  const { title, summary, severity = null, product = null, environment = null } = source.room;
  const room = await declareIncident(
    { ...tx.ctx, within: tx },
    {
      title,
      summary,
      severity,
      product,
      environment,
      drill: true,
      private: source.private,
      origin: { kind: asked.seat === 'watch' ? 'replay' : 'drill', id },
    },
  );
  await insertDrill(tx.db, {
    ...{ id, number, incidentId: room.id, title, source: { kind: source.kind, name: source.name } },
    ...{ seat: asked.seat, trainee: asked.trainee ?? null, mentor: asked.mentor ?? null, state: 'running' },
    ...{ speed: asked.speed, script: source.script, played: [] },
    ...{ pausedBecause: null, pausedFor: null },
    stretches: [{ fromMs: tx.now.getTime(), toMs: null, speed: asked.speed }],
    ...{ startedBy: actorName(tx.ctx.actor), startedAt: tx.now, overrideReason: asked.override ?? null },
    ...{ endedAt: null, end: null, result: null, debriefs: [], faults: source.faults, faultTrouble: null },
  });
  if (source.private && asked.mentor !== undefined)
    await admitUnseen(tx, {
      ...{ id: room.id, note: 'The mentor of the drill.' },
      person: { person: asked.mentor, name: nameOf(catalog, asked.mentor) },
    });
  const { trainee = null, mentor = null } = asked;
  const begun = { id, incidentId: room.id, title, trainee, mentor, faults: source.faults };
  await tellMentor(tx, { catalog, contacts, drill: { ...begun, startedBy: actorName(tx.ctx.actor) } });
  audit(tx, { action: 'drill.started', subject: id, after: { ...asked, incidentId: room.id } });
  setPlayTimer(tx, id);
  if (source.faults.length > 0) setFaultTimer(tx, id);
  tx.changed('drills');
  return id;
}

/** Practice never takes anybody from what is burning. */
export async function refuseDuringSev1(tx: Tx, override: string | undefined): Promise<void> {
  const burning = await realSev1(tx.db);
  if (burning !== null && override === undefined)
    throw new AppError(
      'refused',
      `${burning.isSeen ? `${burning.id} is a real SEV1 and open` : 'A real SEV1 is open'}: drills wait until it is over. A lead may go on with a reason (override).`,
    );
}

function checkPeople(catalog: Catalog, { seat, trainee, mentor }: StartDrill): void {
  if (seat === 'trainee' && trainee === undefined)
    throw refusal('trainee', 'must say who leads in the drill');
  if (seat === 'watch' && trainee !== undefined)
    throw refusal('trainee', 'nobody leads where a drill is watched');
  if (trainee !== undefined && trainee === mentor) throw refusal('mentor', 'must be somebody else');
  for (const [path, name] of Object.entries({ trainee, mentor }))
    if (name !== undefined && !catalog.get('Person', name))
      throw refusal(path, `there is no Person called "${name}" in the catalog`);
}

function scenarioOf(catalog: Catalog, name: string): Source {
  const spec = catalog.get('Scenario', name)?.spec;
  if (!spec) throw refusal('scenario', `there is no Scenario called "${name}"`);
  const faults = spec.faults.map((fault) => ({ ...fault, id: null }));
  return { kind: 'scenario', name, script: scriptOfScenario(spec), room: spec, private: false, faults };
}

/** The newest entries are left out of a log longer than this. */
const entriesMax = 5_000;

async function recordingOf(ctx: Ctx, asked: StartDrill): Promise<Source> {
  const { incident: id = '', seat } = asked;
  const incident = await getIncident(ctx, { id });
  if (incident.drill) throw refusal('incident', 'is a drill itself');
  if (incident.resolvedAt === null) throw refusal('incident', 'is not over yet');
  if (incident.private) refuseStrangers(incident, asked);
  const { items } = await listEvents(ctx, { id, order: 'oldest', limit: entriesMax });
  const [first] = items;
  if (first === undefined) throw refusal('incident', 'has no log');
  // Who might see it then decides nothing about who sees the room now.
  const events = incident.private ? items.filter(({ type }) => type !== 'privacy-set') : items;
  const { title, summary, reportedSeverity, product, environment } = incident;
  const room = {
    ...{ title, summary },
    ...(reportedSeverity === null ? {} : { severity: reportedSeverity }),
    ...(product === null ? {} : { product }),
    ...(environment === null ? {} : { environment }),
  };
  const script = scriptOfLog(events, seat);
  return { kind: 'recording', name: id, script, room, private: incident.private, faults: [] };
}

/** A drill must not show a private incident to whom nobody showed it. */
function refuseStrangers(incident: Incident, { trainee, mentor }: StartDrill): void {
  const readers = readersOf(incident);
  for (const [path, name] of Object.entries({ trainee, mentor }))
    if (name !== undefined && !readers.has(name))
      throw refusal(path, `${incident.id} is private and ${name} may not see it: let them in there first`);
}

/** Whoever is paged for a room must be able to open it. */
function refuseUncleared(
  catalog: Catalog,
  environment: string | null,
  { trainee, mentor }: StartDrill,
): void {
  for (const [path, name] of Object.entries({ trainee, mentor }))
    if (name !== undefined && !isCleared(catalog, name, environment))
      throw refusal(path, `${name} has no clearance for ${environment ?? ''}, where it takes place`);
}

/** A fault where not everybody may look is told of in a room that is as hidden. */
function refuseElsewhere(catalog: Catalog, { room, faults }: Source): void {
  const place = room.environment ?? null;
  const hidden = faults.find(
    ({ environment }) =>
      environment !== place && catalog.get('Environment', environment)?.spec.restricted === true,
  );
  if (hidden !== undefined)
    throw refusal(
      'scenario',
      `its fault is in ${hidden.environment}, which is restricted: the scenario has to take place there (environment)`,
    );
}

function nameOf(catalog: Catalog, person: string): string {
  return catalog.get('Person', person)?.spec.displayName ?? person;
}

function refusal(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}

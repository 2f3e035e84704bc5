import { workStates, type Incident } from '@fieldmarshal/contract/incidents/room';
import { useNavigate } from '@tanstack/react-router';
import { useCutOffReason } from '../../app/connection/cut-off.ts';
import { useKeys } from '../../app/keys/keys.ts';
import { usePalette } from '../../app/palette/palette.ts';
import { TitleProposal } from '../../assist/room/TitleProposal.tsx';
import { SeverityTag } from '../../app/SeverityTag.tsx';
import { Button } from '../../ui/Button.tsx';
import { keysText } from '../../ui/keys-text.ts';
import { Menu } from '../../ui/Menu.tsx';
import { useNarrow } from '../../ui/narrow.ts';
import { useExports } from '../log/exports.ts';
import { useAct } from '../incident-api.ts';
import { PrivatePill } from '../PrivatePill.tsx';
import { StatePill, stateWord } from '../incident-words.tsx';
import { OnIt } from './OnIt.tsx';
import type { RoomDialogName } from './forms/RoomDialogs.tsx';
import { RoomFacts } from './RoomFacts.tsx';
import { useRoomPalette } from './room-palette.ts';

interface Action {
  id: RoomDialogName;
  keys: string;
  label: string;
  /** Behind "More": wanted seldom. */
  seldom?: boolean;
  /** Behind "More" where the screen is narrow. */
  wide?: boolean;
  /** Rings people or ends it: not offered while the server is out of reach. */
  decisive?: boolean;
}

const privacy: Action = { id: 'privacy', keys: 'w', label: 'Who may see it', seldom: true };

const describe: Action = { id: 'describe', keys: 'shift+e', label: 'Title and summary', seldom: true };

const openActions: readonly Action[] = [
  { id: 'page', keys: 'p', label: 'Page a team', decisive: true },
  { id: 'task', keys: 't', label: 'Add a task', wide: true },
  { id: 'severity', keys: 's', label: 'Severity', wide: true },
  { id: 'update', keys: 'd', label: 'Next update', wide: true },
  { id: 'roles', keys: 'r', label: 'Assign roles', seldom: true },
  { id: 'bridge', keys: 'b', label: 'Set the bridge', seldom: true },
  describe,
  privacy,
  { id: 'merge', keys: 'm', label: 'Merge into another', seldom: true },
  { id: 'resolve', keys: 'shift+x', label: 'Resolve', wide: true, decisive: true },
];
const closedActions: readonly Action[] = [
  { id: 'reopen', keys: 'shift+o', label: 'Open again' },
  describe,
  privacy,
];

interface RoomHeaderProps {
  incident: Incident;
  onDialog: (name: RoomDialogName) => void;
}

/** Name, state and the actions of a room, each with its key. */
export function RoomHeader({ incident, onDialog }: RoomHeaderProps) {
  const act = useAct(incident.id);
  useRoomPalette(incident);
  return (
    <header className="room-head">
      <div className="ui-row room-title">
        <SeverityTag severity={incident.severity} />
        <span className="ui-mono">{incident.id}</span>
        <h1>
          {incident.drill ? 'DRILL ' : ''}
          {incident.title}
        </h1>
        <StatePill state={incident.state} />
        {incident.private ? <PrivatePill /> : null}
      </div>
      <TitleProposal incident={incident} />
      <RoomFacts incident={incident} onJoin={() => act.mutate({ path: 'bridge/join' })} />
      {incident.summary === '' ? null : <p className="room-summary ui-quiet">{incident.summary}</p>}
      {incident.resolution === '' ? null : <p className="room-summary">{incident.resolution}</p>}
      <RoomActions incident={incident} onDialog={onDialog} />
    </header>
  );
}

/** What can be done now, under its keys and in the palette too. */
function useActions({ incident, onDialog }: RoomHeaderProps): readonly Action[] {
  const closed = isOver(incident);
  const actions = closed ? closedActions : openActions;
  const bindings = actions.map(({ id, keys, label }) => ({
    id: `room.${id}`,
    keys,
    label,
    group: 'Room',
    run: () => onDialog(id),
  }));
  useKeys(bindings);
  usePalette(
    bindings.map((binding) => ({ ...binding, title: `${binding.label}: ${incident.id}`, group: 'context' })),
  );
  return actions;
}

function isOver({ state }: Incident): boolean {
  return state === 'resolved' || state === 'reviewed';
}

function RoomActions({ incident, onDialog }: RoomHeaderProps) {
  const actions = useActions({ incident, onDialog });
  const isNarrow = useNarrow();
  const cutOff = useCutOffReason();
  const isHidden = ({ seldom, wide }: Action) => seldom === true || (isNarrow && wide === true);
  return (
    <div className="ui-row room-actions ui-no-print">
      {isOver(incident) ? null : (
        <>
          <OnIt incident={incident} />
          <StateMenu incident={incident} />
        </>
      )}
      {actions
        .filter((action) => !isHidden(action))
        .map((action) => (
          <Button
            key={action.id}
            keyHint={action.keys}
            look={action.id === 'resolve' ? 'ending' : 'normal'}
            disabledReason={action.decisive === true ? cutOff : undefined}
            onClick={() => onDialog(action.id)}
          >
            {action.label}
          </Button>
        ))}
      {isOver(incident) ? <ReviewButton incident={incident} /> : null}
      <MoreMenu
        incident={incident}
        actions={actions.filter((action) => isHidden(action))}
        cutOff={cutOff}
        onDialog={onDialog}
      />
    </div>
  );
}

function useOpenReview({ id }: Incident): () => void {
  const navigate = useNavigate();
  const open = () => void navigate({ to: '/incidents/$id/review', params: { id } });
  useKeys([{ id: 'room.review', keys: 'v', label: 'Open the review', group: 'Room', run: open }]);
  return open;
}

function ReviewButton({ incident }: { incident: Incident }) {
  const navigate = useNavigate();
  return (
    <Button
      keyHint="v"
      look={incident.state === 'resolved' ? 'primary' : 'normal'}
      onClick={() => void navigate({ to: '/incidents/$id/review', params: { id: incident.id } })}
    >
      Review
    </Button>
  );
}

function StateMenu({ incident }: { incident: Incident }) {
  const act = useAct(incident.id);
  return (
    <Menu
      label={`State: ${stateWord(incident.state)}`}
      items={workStates.map((state) => ({
        id: state,
        label: stateWord(state),
        onSelect: () =>
          act.mutate({ path: 'state', body: { state }, done: `Now ${stateWord(state).toLowerCase()}` }),
      }))}
    />
  );
}

interface MoreProps extends RoomHeaderProps {
  actions: readonly Action[];
  cutOff: string | undefined;
}

function MoreMenu({ incident, actions, cutOff, onDialog }: MoreProps) {
  const navigate = useNavigate();
  const exported = useExports(incident);
  const openReview = useOpenReview(incident);
  const openLog = () => void navigate({ to: '/incidents/$id/log', params: { id: incident.id } });
  useKeys([{ id: 'room.log', keys: 'l', label: 'Open the full record', group: 'Room', run: openLog }]);
  return (
    <Menu
      label="More"
      aria-label="More actions"
      items={[
        ...actions.map(({ id, keys, label, decisive }) => ({
          id,
          label,
          disabledReason: decisive === true ? cutOff : undefined,
          keyHint: keysText(keys),
          onSelect: () => onDialog(id),
        })),
        { id: 'log', label: 'Full record', keyHint: keysText('l'), onSelect: openLog },
        { id: 'review', label: 'Review', keyHint: keysText('v'), onSelect: openReview },
        ...exported,
      ]}
    />
  );
}

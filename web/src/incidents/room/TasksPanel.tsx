import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { useAct } from '../incident-api.ts';
import { Panel } from './Panel.tsx';

/** What is to be done, open ones first. */
export function TasksPanel({ incident }: { incident: Incident }) {
  const act = useAct(incident.id);
  const tasks = incident.tasks.toSorted((a, b) => Number(a.done) - Number(b.done));
  const open = tasks.filter((task) => !task.done).length;
  return (
    <Panel title="Tasks" count={tasks.length === 0 ? '0' : `${open} of ${tasks.length} open`}>
      {tasks.length === 0 ? <Empty>No task yet. T adds one.</Empty> : null}
      <ul className="room-list">
        {tasks.map((task) => (
          <li key={task.task}>
            <Checkbox
              label={
                <>
                  {task.title} <span className="ui-quiet">{task.assignee?.name ?? 'nobody'}</span>
                </>
              }
              checked={task.done}
              onChange={(done) =>
                act.mutate({
                  path: `tasks/${task.task}/${done ? 'done' : 'reopen'}`,
                  done: done ? 'Task done' : 'Task open again',
                })
              }
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

import { fold, put, type Fold } from './fold.ts';
import type { Incident, Task } from '../state-schema.ts';

/** What people do and write down: tasks, notes, marks. */
export const workFolds = {
  'task-added@1': fold('task-added@1', {
    thing: ({ task }) => `task:${task}`,
    apply: (incident, { task, title, assignee, team }, event) => ({
      ...incident,
      taskCount: incident.taskCount + 1,
      tasks: put(
        incident.tasks,
        { task, title, assignee, team, done: false, addedAt: event.at, doneAt: null },
        (other) => other.task,
      ),
    }),
    back: (_, { task }) => ({ type: 'task-removed', version: 1, data: { task } }),
  }),
  'task-assigned@1': fold('task-assigned@1', {
    thing: ({ task }) => `task:${task}`,
    apply: (incident, { task, assignee }) => changeTask(incident, task, { assignee }),
    back: (before, { task }) => ({
      type: 'task-assigned',
      version: 1,
      data: { task, assignee: before.tasks.find((other) => other.task === task)?.assignee ?? null },
    }),
  }),
  'task-done@1': fold('task-done@1', {
    thing: ({ task }) => `task:${task}`,
    apply: (incident, { task }, event) => changeTask(incident, task, { done: true, doneAt: event.at }),
    back: (_, { task }) => ({ type: 'task-reopened', version: 1, data: { task } }),
  }),
  'task-reopened@1': fold('task-reopened@1', {
    thing: ({ task }) => `task:${task}`,
    apply: (incident, { task }) => changeTask(incident, task, { done: false, doneAt: null }),
    back: (_, { task }) => ({ type: 'task-done', version: 1, data: { task } }),
  }),
  'task-removed@1': fold('task-removed@1', {
    thing: ({ task }) => `task:${task}`,
    apply: (incident, { task }) => ({
      ...incident,
      tasks: incident.tasks.filter((other) => other.task !== task),
    }),
  }),
  'noted@1': fold('noted@1', {
    thing: (_, event) => `note:${event.seq}`,
    apply: (incident, { decision }, event) => ({
      ...incident,
      noteCount: incident.noteCount + 1,
      marks: decision ? [...incident.marks, { seq: event.seq, mark: 'decision' }] : incident.marks,
    }),
    back: () => null,
  }),
  'marked@1': fold('marked@1', {
    thing: ({ seq, mark }) => `mark:${seq}:${mark}`,
    apply: (incident, { seq, mark, on }) => {
      const others = incident.marks.filter((other) => other.seq !== seq || other.mark !== mark);
      return { ...incident, marks: on ? [...others, { seq, mark }] : others };
    },
    back: (_, { seq, mark, on }) => ({ type: 'marked', version: 1, data: { seq, mark, on: !on } }),
  }),
} satisfies Record<string, Fold>;

function changeTask(incident: Incident, name: string, change: Partial<Task>): Incident {
  return {
    ...incident,
    tasks: incident.tasks.map((task) => (task.task === name ? { ...task, ...change } : task)),
  };
}

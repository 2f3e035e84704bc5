import type { CommandOf } from './command.ts';
import { accept, refuse, type Decision } from './decision.ts';
import { incidentLimits } from '../limits.ts';
import type { Incident, Task } from '../state-schema.ts';

export function addTask(incident: Incident, { title, assignee, team }: CommandOf<'add-task'>): Decision {
  if (incident.tasks.length >= incidentLimits.tasks)
    return refuse('too-many', `At most ${incidentLimits.tasks} tasks fit into one incident.`);
  const task = `T${incident.taskCount + 1}`;
  return accept({ type: 'task-added', version: 1, data: { task, title, assignee, team } });
}

export function assignTask(incident: Incident, { task, assignee }: CommandOf<'assign-task'>): Decision {
  return withTask(incident, task, (known) =>
    known.assignee?.person === assignee?.person
      ? accept()
      : accept({ type: 'task-assigned', version: 1, data: { task, assignee } }),
  );
}

export function completeTask(incident: Incident, { task }: CommandOf<'complete-task'>): Decision {
  return withTask(incident, task, (known) =>
    known.done ? accept() : accept({ type: 'task-done', version: 1, data: { task } }),
  );
}

export function reopenTask(incident: Incident, { task }: CommandOf<'reopen-task'>): Decision {
  return withTask(incident, task, (known) =>
    known.done ? accept({ type: 'task-reopened', version: 1, data: { task } }) : accept(),
  );
}

function withTask(incident: Incident, task: string, then: (known: Task) => Decision): Decision {
  const known = incident.tasks.find((other) => other.task === task);
  return known === undefined ? refuse('no-such-task', `${incident.id} has no task ${task}.`) : then(known);
}

export function note({ text, code, attachments, decision }: CommandOf<'note'>): Decision {
  if (attachments.length > incidentLimits.attachmentsPerNote)
    return refuse('too-many', `At most ${incidentLimits.attachmentsPerNote} files fit into one note.`);
  const data = { text, code, attachments: [...attachments], decision };
  return accept({ type: 'noted', version: 1, data });
}

/** Pins an entry of the timeline, or says that it was a decision. */
export function mark(incident: Incident, { seq, mark, on }: CommandOf<'mark'>): Decision {
  if (!Number.isInteger(seq) || seq < 1 || seq > incident.seq)
    return refuse('no-such-entry', `${incident.id} has no entry ${seq}.`);
  const isOn = incident.marks.some((other) => other.seq === seq && other.mark === mark);
  if (isOn === on) return accept();
  if (on && incident.marks.length >= incidentLimits.marks)
    return refuse('too-many', `At most ${incidentLimits.marks} entries can be marked.`);
  return accept({ type: 'marked', version: 1, data: { seq, mark, on } });
}

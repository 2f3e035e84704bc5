/** What the least input lacks, by endpoint: rules between fields, and parameters of a form that the schema says in code. */
const at = { start: '2026-12-24T00:00:00.000Z', end: '2026-12-25T00:00:00.000Z' };
const spell = { startsAt: at.start, endsAt: at.end };
const message = { title: 'Maintenance', text: 'The upload of files will be away.' };

export const inputs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'comms.announce': { ...message, application: 'nothing', ...spell },
  'comms.approveLanguages': { messages: [{ id: 'COM-987654', hash: 'x' }] },
  'comms.undoLanguages': { ids: ['COM-987654'] },
  'comms.correct': message,
  'comms.correctLanguages': { messages: [{ id: 'COM-987654', ...message }] },
  'comms.edit': message,
  'contacts.subscribe': {
    endpoint: 'https://push.example.org/1',
    keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) },
  },
  'contacts.verify': { code: '123456' },
  'incidents.assignTask': { task: 'T9' },
  'incidents.completeTask': { task: 'T9' },
  'incidents.reopenTask': { task: 'T9' },
  'incidents.changeFactor': { factor: 'F9' },
  'incidents.removeFactor': { factor: 'F9' },
  'incidents.changeAction': { action: 'A9' },
  'incidents.moveAction': { action: 'A9' },
  'incidents.note': { text: 'Seen.' },
  'model.answer': { runId: '9' },
  'oncall.askForCover': at,
  'oncall.makeOverride': at,
  'oncall.makeFeed': { schedule: 'nothing' },
  'oncall.myShifts': { person: 'nothing' },
  'oncall.pageByHand': { team: 'nothing' },
  'oncall.previewEscalation': { policy: 'nothing' },
  'oncall.previewSchedule': {
    name: 'nothing',
    change: { layer: 'nothing', participants: ['nothing'], at: at.start },
  },
  'oncall.followTheSun': {
    start: at.start,
    hubs: ['Europe/London', 'America/Denver'].map((timezone, index) => ({
      ...{ name: `hub-${index}`, timezone, from: '08:00', to: '16:00', participants: ['nothing'] },
    })),
  },
  'insights.endReport': { id: 'RP-0000000000000000' },
  'insights.leaveReport': { id: 'RP-0000000000000000' },
  'insights.tryReport': { id: 'RP-0000000000000000' },
  'feedback.reply': { id: 'FB-0000000000000000' },
  'feedback.setState': { id: 'FB-0000000000000000' },
  'tickets.link': { action: 'A9' },
  'training.start': { scenario: 'nothing' },
  'impact.briefs': { incident: 'INC-1' },
  'localisation.briefs': { incident: 'INC-1' },
  'impact.setWorkaround': { language: 'en' },
  'privacy.unlock': { reason: 'Nobody is left to see it.' },
  'signals.createSilence': { matchers: ['a="b"'], endsAt: '2030-01-01T00:00:00.000Z' },
  'signals.changeSilence': { matchers: ['a="b"'], endsAt: '2030-01-01T00:00:00.000Z' },
  'signals.createMaintenance': { ...spell, products: ['nothing'] },
  'signals.changeMaintenance': { ...spell, products: ['nothing'] },
};

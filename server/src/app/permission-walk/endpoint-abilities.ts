/**
 * What each endpoint of the product API asks for, once more and by hand, by ability: the walk compares it with what the server does.
 * `session`: whoever is signed in, for themselves. `own`: for one's own objects, and with the ability that is named after it for others'.
 */
export const endpointsByAbility: Readonly<Record<string, string>> = {
  session: `identity.me identity.changePassword identity.beginAuthenticator identity.confirmAuthenticator identity.renewRecoveryCodes
    identity.beginPasskey identity.addPasskey identity.waysToConfirm identity.confirmSelf`,
  'own identity.read': 'identity.sessions identity.signInWays',
  'own identity.manage':
    'identity.endSession identity.endOtherSessions identity.disconnect identity.removeAuthenticator identity.removePasskey identity.renamePasskey privacy.data',
  'identity.read': 'identity.accounts identity.signInProviders privacy.locked',
  'identity.manage':
    'identity.createAccount identity.disable identity.enable identity.invite identity.setRoles privacy.erase privacy.plan privacy.unlock',
  'token.own': 'identity.tokens identity.createToken identity.revokeToken',
  'integration.read': 'identity.integration identity.integrations',
  'integration.manage': 'identity.createIntegration identity.revokeIntegration identity.rotateIntegration',
  'audit.read': 'identity.audit identity.auditStreams identity.verifyAudit',
  'contact.own': `contacts.add contacts.edit contacts.list contacts.order contacts.remove contacts.sendCode contacts.subscribe contacts.test
    contacts.tests contacts.verify oncall.chooseRules oncall.dropRules oncall.ownRules oncall.previewRules readiness.agree readiness.ownAmbushes`,

  'catalog.read':
    'knowledge.runbooks knowledge.runbook knowledge.readFile knowledge.tryLink knowledge.sources knowledge.logsSources knowledge.tracesSources catalog.export catalog.get catalog.list catalog.map impact.reach tickets.trackers',
  'catalog.write': 'catalog.apply catalog.delete catalog.put knowledge.tryPanel relay.apply',

  'check.read': `checks.hindsight checks.court checks.coverage checks.draft checks.failing checks.get checks.list checks.matrix checks.readRun checks.runs
    checks.secrets`,
  'check.run': 'checks.answerHindsight checks.cancelRun checks.judge checks.run',
  'check.write': 'checks.deploy checks.preview checks.try',
  'check.secret': 'checks.deleteSecret checks.putSecret',
  'runner.read': 'checks.runners',
  'runner.manage':
    'checks.changeRunner checks.createRunner checks.decideRunnerKey checks.renewRunnerToken checks.revokeRunner',

  'alert.read': 'signals.alert signals.alertSummary signals.alerts signals.groups signals.previewRoute',
  'alert.acknowledge': 'signals.acknowledgeAlert',
  'alert.resolve': 'signals.resolveAlert',
  'alert.silence': 'signals.changeSilence signals.createSilence signals.endSilence signals.silenceAlert',
  'silence.read': 'signals.previewSilence signals.silences',
  'maintenance.read': 'signals.maintenanceWindows signals.plannedWork',
  'maintenance.write': 'signals.changeMaintenance signals.createMaintenance signals.endMaintenance',
  'heartbeat.read': 'signals.heartbeats',
  'heartbeat.write':
    'signals.changeHeartbeat signals.createHeartbeat signals.deleteHeartbeat signals.renewHeartbeatKey',
  'change.read': 'signals.changes',
  'change.write': 'signals.recordChange',
  'signal.read': 'signals.mappings signals.previewMapping signals.unparsed signals.unparsedSignal',
  'signal.replay': 'signals.dismiss signals.replay signals.reroute signals.setMapping',

  'oncall.read': `oncall.coverage oncall.gaps oncall.lanes oncall.listCovers oncall.listOverrides oncall.myShifts oncall.onCall
    oncall.previewEscalation oncall.previewSchedule oncall.followTheSun oncall.shadows oncall.shifts oncall.timeline oncall.unreachable handover.get
    handover.list`,
  'oncall.override': 'oncall.importCalendar oncall.makeOverride oncall.withdrawOverride',
  'oncall.cover': 'oncall.acceptCover oncall.askForCover oncall.coverReturns oncall.withdrawCover',
  'oncall.feed': 'oncall.listFeeds oncall.makeFeed oncall.revokeFeed',
  'handover.sign': 'handover.accept handover.note handover.sign',
  'page.read': 'oncall.asking oncall.getPage oncall.listPages',
  'page.answer': 'oncall.answerPage',
  'page.send': 'oncall.pageByHand',

  'incident.read': `tickets.ofIncident delegation.offer delegation.pack delegation.record knowledge.ofIncident knowledge.links knowledge.panel impact.briefs assist.review assist.reviewDraft assist.similar assist.summary assist.text assist.title assist.triage comms.followers impact.get incidents.actions incidents.events model.ofIncident
    incidents.get incidents.list now.picture now.strips`,
  'incident.follow': 'comms.follow comms.unfollow',
  'incident.declare': 'incidents.declare',
  'incident.acknowledge': 'incidents.acknowledge',
  'incident.edit': 'incidents.describe incidents.setBridge incidents.setUpdateDue',
  'incident.engage': 'incidents.engageTeam localisation.page',
  'incident.impact': 'impact.setWorkaround impact.add impact.decide impact.setDataLoss',
  'incident.join': 'incidents.joinBridge',
  'incident.lead': 'incidents.takeRole',
  'incident.transfer': 'incidents.assignRole incidents.dropRole incidents.transferRole',
  'incident.link': 'incidents.linkAlert incidents.linkChange incidents.unlinkAlert incidents.unlinkChange',
  'incident.admit': 'incidents.admitReader',
  'incident.private': 'incidents.setPrivacy incidents.removeReader',
  'incident.merge': 'incidents.merge',
  'incident.note': `knowledge.answer incidents.addFactor incidents.changeFactor incidents.mark incidents.note incidents.removeFactor incidents.undo
    incidents.writeReview relay.addEntry`,
  'incident.reopen': 'incidents.reopen',
  'incident.resolve': 'incidents.resolve',
  'incident.review': 'incidents.review',
  'incident.severity': 'impact.acceptSeverity impact.declineSeverity incidents.setSeverity',
  'incident.state': 'incidents.setState',
  'incident.task': `incidents.addAction incidents.addTask incidents.assignTask incidents.changeAction incidents.completeTask incidents.moveAction
    incidents.reopenTask tickets.link`,
  'incident.role': 'delegation.delegate delegation.recall',
  'incident.team': 'delegation.accept delegation.bounce incidents.setTeamState incidents.setTeamUpdateDue',

  'cause.read': `localisation.briefs localisation.calls localisation.failing localisation.ofGroup localisation.ofIncident localisation.ofRun localisation.spansOfRun localisation.record localisation.weights
    localisation.replay localisation.replayGroup`,
  'cause.answer': 'localisation.answer localisation.answerGroup',
  'communication.read':
    'comms.customer comms.drafts comms.get comms.list comms.numbers comms.preview comms.statusCopy',
  'communication.edit':
    'comms.announce comms.correct comms.correctLanguages comms.discard comms.edit comms.reset',
  'communication.approve': 'comms.approve comms.approveLanguages comms.undo comms.undoLanguages',
  'subscriber.read': 'comms.recipients comms.subscribers',
  'subscriber.manage': 'comms.addSubscriber comms.endSubscriber',
  'status.link': 'comms.links comms.makeLink comms.revokeLink',
  'model.read': 'model.figures model.policy model.providers model.runs',
  'model.answer': 'model.answer model.write',
  'model.stop': 'model.stop model.resume',
  'model.manage': 'model.putPolicy model.setKey model.removeKey model.probe',
  'egress.allow': 'knowledge.setAccess knowledge.setLogsAccess knowledge.setTracesAccess',
  'rca.read': 'rca.list rca.model rca.ofIncident',
  'rca.decide': 'rca.accept rca.dismiss rca.finish',
  'rca.reset': 'rca.reset',
  'cause.tune': 'localisation.fitWeights localisation.applyWeights',

  'readiness.read': `readiness.changes readiness.exemptions readiness.gate readiness.initiatives readiness.matrix readiness.measures
    readiness.ambushes readiness.course readiness.initiative readiness.preview readiness.scorecard readiness.standard readiness.trend`,
  'readiness.write': 'readiness.putValues',
  'readiness.exempt': 'readiness.endExemption readiness.exempt',
  'training.read': 'training.drill training.drills training.ladders training.scenarios',
  'training.manage': 'training.enrol training.takeOff',
  'training.sign': 'training.signOff training.takeBack',
  'drill.play': `training.debrief training.end training.message training.pause training.resolve training.resume training.speed
    training.start`,
  'insights.read': `insights.behind insights.leaveReport insights.load insights.noise insights.overview insights.reports insights.slos
    insights.tryReport`,
  'feedback.give': 'feedback.give',
  'feedback.read': 'feedback.answers feedback.summary',
  'feedback.answer': 'feedback.reply feedback.setState',
  'report.send': 'insights.endReport insights.makeReport',

  'delivery.read': 'delivery.health delivery.list',
  'delivery.manage':
    'delivery.deleteProvider delivery.providers delivery.putProvider delivery.testProvider tickets.setKey tickets.removeKey',
  'delivery.bounce': 'delivery.bounce',
  'delivery.test': 'delivery.signingSecret delivery.test tickets.try',
  'notice.read': 'now.notices',

  'site.read':
    'relay.bundles relay.diode relay.heard relay.incident relay.message relay.self relay.site relay.sites',
  'site.manage': 'relay.change relay.confirm relay.invite relay.join relay.revoke relay.rotate relay.setLink',
  'bundle.carry': `relay.approve relay.callNow relay.difference relay.discard relay.dropRelease relay.makeDown relay.prepare relay.prepared relay.releases relay.send
    relay.takeMessage`,
};

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type RouteComponent,
} from '@tanstack/react-router';
import { Loading } from '../ui/Loading.tsx';
import type { Boot } from './boot.ts';
import { readBoot } from './boot.ts';
import { ScreenError } from './screen/ScreenError.tsx';
import { Shell } from './Shell.tsx';
import { NotFoundScreen } from './screen/NotFoundScreen.tsx';

const boot: Boot = readBoot();

const root = createRootRoute({
  component: () => <Shell boot={boot} />,
  notFoundComponent: NotFoundScreen,
});

/** One line per screen. A screen is one lazily loaded file: `screen('/x', lazyRouteComponent(() => import('…'), 'XScreen'))`. */
function screen<const P extends string>(path: P, component: RouteComponent) {
  return createRoute({ getParentRoute: () => root, path, component });
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/now', replace: true });
  },
});

const routeTree = root.addChildren([
  home,
  screen(
    '/now',
    lazyRouteComponent(async () => import('../now/NowScreen.tsx'), 'NowScreen'),
  ),
  screen(
    '/incidents',
    lazyRouteComponent(async () => import('../incidents/IncidentsScreen.tsx'), 'IncidentsScreen'),
  ),
  screen(
    '/incidents/$id',
    lazyRouteComponent(async () => import('../incidents/room/RoomScreen.tsx'), 'RoomScreen'),
  ),
  screen(
    '/incidents/$id/log',
    lazyRouteComponent(async () => import('../incidents/log/LogScreen.tsx'), 'LogScreen'),
  ),
  screen(
    '/incidents/$id/review',
    lazyRouteComponent(async () => import('../incidents/review/ReviewScreen.tsx'), 'ReviewScreen'),
  ),
  screen(
    '/actions',
    lazyRouteComponent(async () => import('../incidents/actions/ActionsScreen.tsx'), 'ActionsScreen'),
  ),
  screen(
    '/insights',
    lazyRouteComponent(async () => import('../insights/InsightsScreen.tsx'), 'InsightsScreen'),
  ),
  screen(
    '/rca',
    lazyRouteComponent(async () => import('../assist/RcaScreen.tsx'), 'RcaScreen'),
  ),
  screen(
    '/rca/model',
    lazyRouteComponent(async () => import('../assist/RcaModelScreen.tsx'), 'RcaModelScreen'),
  ),
  screen(
    '/feedback',
    lazyRouteComponent(async () => import('../feedback/FeedbackScreen.tsx'), 'FeedbackScreen'),
  ),
  screen(
    '/runbooks',
    lazyRouteComponent(async () => import('../knowledge/RunbooksScreen.tsx'), 'RunbooksScreen'),
  ),
  screen(
    '/runbooks/$name',
    lazyRouteComponent(async () => import('../knowledge/RunbookScreen.tsx'), 'RunbookScreen'),
  ),
  screen(
    '/runbooks/$name/edit',
    lazyRouteComponent(async () => import('../knowledge/RunbookEditorScreen.tsx'), 'RunbookEditorScreen'),
  ),
  screen(
    '/new/runbook',
    lazyRouteComponent(async () => import('../knowledge/RunbookEditorScreen.tsx'), 'RunbookEditorScreen'),
  ),
  screen(
    '/link-templates/$name/edit',
    lazyRouteComponent(async () => import('../knowledge/editors/LinkEditorScreen.tsx'), 'LinkEditorScreen'),
  ),
  screen(
    '/new/link-template',
    lazyRouteComponent(async () => import('../knowledge/editors/LinkEditorScreen.tsx'), 'LinkEditorScreen'),
  ),
  screen(
    '/metrics-panels/$name/edit',
    lazyRouteComponent(async () => import('../knowledge/editors/PanelEditorScreen.tsx'), 'PanelEditorScreen'),
  ),
  screen(
    '/new/metrics-panel',
    lazyRouteComponent(async () => import('../knowledge/editors/PanelEditorScreen.tsx'), 'PanelEditorScreen'),
  ),
  screen(
    '/metrics-sources/$name/edit',
    lazyRouteComponent(async () => import('../admin/metrics/SourceEditorScreen.tsx'), 'SourceEditorScreen'),
  ),
  screen(
    '/new/metrics-source',
    lazyRouteComponent(async () => import('../admin/metrics/SourceEditorScreen.tsx'), 'SourceEditorScreen'),
  ),
  screen(
    '/traces-sources/$name/edit',
    lazyRouteComponent(async () => import('../admin/metrics/TracesEditorScreen.tsx'), 'TracesEditorScreen'),
  ),
  screen(
    '/new/traces-source',
    lazyRouteComponent(async () => import('../admin/metrics/TracesEditorScreen.tsx'), 'TracesEditorScreen'),
  ),
  screen(
    '/logs-sources/$name/edit',
    lazyRouteComponent(async () => import('../admin/metrics/LogsEditorScreen.tsx'), 'LogsEditorScreen'),
  ),
  screen(
    '/new/logs-source',
    lazyRouteComponent(async () => import('../admin/metrics/LogsEditorScreen.tsx'), 'LogsEditorScreen'),
  ),
  screen(
    '/product-metrics/$name/edit',
    lazyRouteComponent(
      async () => import('../knowledge/editors/MetricEditorScreen.tsx'),
      'MetricEditorScreen',
    ),
  ),
  screen(
    '/new/product-metric',
    lazyRouteComponent(
      async () => import('../knowledge/editors/MetricEditorScreen.tsx'),
      'MetricEditorScreen',
    ),
  ),
  screen(
    '/model-providers/$name/edit',
    lazyRouteComponent(async () => import('../admin/model/ProviderEditorScreen.tsx'), 'ProviderEditorScreen'),
  ),
  screen(
    '/new/model-provider',
    lazyRouteComponent(async () => import('../admin/model/ProviderEditorScreen.tsx'), 'ProviderEditorScreen'),
  ),
  screen(
    '/training',
    lazyRouteComponent(async () => import('../training/TrainingScreen.tsx'), 'TrainingScreen'),
  ),
  screen(
    '/drills/$id',
    lazyRouteComponent(async () => import('../training/DrillScreen.tsx'), 'DrillScreen'),
  ),
  screen(
    '/readiness',
    lazyRouteComponent(async () => import('../readiness/ReadinessScreen.tsx'), 'ReadinessScreen'),
  ),
  screen(
    '/readiness/course',
    lazyRouteComponent(async () => import('../readiness/course/CourseScreen.tsx'), 'CourseScreen'),
  ),
  screen(
    '/readiness/initiatives',
    lazyRouteComponent(
      async () => import('../readiness/initiatives/InitiativeListScreen.tsx'),
      'InitiativeListScreen',
    ),
  ),
  screen(
    '/readiness/initiatives/$name',
    lazyRouteComponent(
      async () => import('../readiness/initiatives/InitiativeScreen.tsx'),
      'InitiativeScreen',
    ),
  ),
  screen(
    '/readiness/initiatives/$name/edit',
    lazyRouteComponent(
      async () => import('../readiness/initiatives/InitiativeEditorScreen.tsx'),
      'InitiativeEditorScreen',
    ),
  ),
  screen(
    '/new/initiative',
    lazyRouteComponent(
      async () => import('../readiness/initiatives/InitiativeEditorScreen.tsx'),
      'InitiativeEditorScreen',
    ),
  ),
  screen(
    '/readiness/test-pages',
    lazyRouteComponent(async () => import('../readiness/ambush/AmbushScreen.tsx'), 'AmbushScreen'),
  ),
  screen(
    '/readiness/products/$name',
    lazyRouteComponent(
      async () => import('../readiness/ProductReadinessScreen.tsx'),
      'ProductReadinessScreen',
    ),
  ),
  screen(
    '/readiness/standards/$name',
    lazyRouteComponent(async () => import('../readiness/StandardScreen.tsx'), 'StandardScreen'),
  ),
  screen(
    '/readiness/standards/$name/edit',
    lazyRouteComponent(async () => import('../readiness/StandardEditorScreen.tsx'), 'StandardEditorScreen'),
  ),
  screen(
    '/new/standard',
    lazyRouteComponent(async () => import('../readiness/StandardEditorScreen.tsx'), 'StandardEditorScreen'),
  ),
  screen(
    '/alerts',
    lazyRouteComponent(async () => import('../signals/AlertsScreen.tsx'), 'AlertsScreen'),
  ),
  screen(
    '/checks',
    lazyRouteComponent(async () => import('../checks/ChecksScreen.tsx'), 'ChecksScreen'),
  ),
  screen(
    '/coverage',
    lazyRouteComponent(async () => import('../checks/court/CoverageScreen.tsx'), 'CoverageScreen'),
  ),
  screen(
    '/checks/$name',
    lazyRouteComponent(async () => import('../checks/CheckScreen.tsx'), 'CheckScreen'),
  ),
  screen(
    '/checks/$name/edit',
    lazyRouteComponent(
      async () => import('../checks/monitor-editor/MonitorEditorScreen.tsx'),
      'MonitorEditorScreen',
    ),
  ),
  screen(
    '/new/monitor',
    lazyRouteComponent(
      async () => import('../checks/monitor-editor/MonitorEditorScreen.tsx'),
      'MonitorEditorScreen',
    ),
  ),
  screen(
    '/runs/$id',
    lazyRouteComponent(async () => import('../checks/RunScreen.tsx'), 'RunScreen'),
  ),
  screen(
    '/incidents/$id/cause',
    lazyRouteComponent(async () => import('../localisation/CauseScreen.tsx'), 'CauseScreen'),
  ),
  screen(
    '/incidents/$id/replay',
    lazyRouteComponent(async () => import('../localisation/record/ReplayScreen.tsx'), 'ReplayScreen'),
  ),
  screen(
    '/causes/failing/$id',
    lazyRouteComponent(async () => import('../localisation/CauseScreen.tsx'), 'GroupCauseScreen'),
  ),
  screen(
    '/causes/failing/$id/replay',
    lazyRouteComponent(async () => import('../localisation/record/ReplayScreen.tsx'), 'GroupReplayScreen'),
  ),
  screen(
    '/causes',
    lazyRouteComponent(async () => import('../localisation/record/RecordScreen.tsx'), 'RecordScreen'),
  ),
  screen(
    '/runners',
    lazyRouteComponent(async () => import('../checks/runners/RunnersScreen.tsx'), 'RunnersScreen'),
  ),
  screen(
    '/oncall',
    lazyRouteComponent(async () => import('../oncall/OnCallScreen.tsx'), 'OnCallScreen'),
  ),
  screen(
    '/oncall/$name',
    lazyRouteComponent(async () => import('../oncall/ScheduleScreen.tsx'), 'ScheduleScreen'),
  ),
  screen(
    '/oncall/$name/edit',
    lazyRouteComponent(
      async () => import('../oncall/schedule-editor/ScheduleEditorScreen.tsx'),
      'ScheduleEditorScreen',
    ),
  ),
  screen(
    '/new/schedule',
    lazyRouteComponent(
      async () => import('../oncall/schedule-editor/ScheduleEditorScreen.tsx'),
      'ScheduleEditorScreen',
    ),
  ),
  screen(
    '/escalation/$name',
    lazyRouteComponent(async () => import('../oncall/paging/PolicyScreen.tsx'), 'PolicyScreen'),
  ),
  screen(
    '/escalation/$name/edit',
    lazyRouteComponent(
      async () => import('../oncall/policy-editor/PolicyEditorScreen.tsx'),
      'PolicyEditorScreen',
    ),
  ),
  screen(
    '/new/escalation-policy',
    lazyRouteComponent(
      async () => import('../oncall/policy-editor/PolicyEditorScreen.tsx'),
      'PolicyEditorScreen',
    ),
  ),
  screen(
    '/pages/$id',
    lazyRouteComponent(async () => import('../oncall/paging/PageScreen.tsx'), 'PageScreen'),
  ),
  screen(
    '/handover',
    lazyRouteComponent(async () => import('../handover/HandoverScreen.tsx'), 'HandoverScreen'),
  ),
  screen(
    '/handover/$id',
    lazyRouteComponent(async () => import('../handover/HandoverScreen.tsx'), 'HandoverScreen'),
  ),
  screen(
    '/comms',
    lazyRouteComponent(async () => import('../comms/CommsScreen.tsx'), 'CommsScreen'),
  ),
  screen(
    '/customers/$name',
    lazyRouteComponent(async () => import('../comms/CustomerScreen.tsx'), 'CustomerScreen'),
  ),
  screen(
    '/me/shifts',
    lazyRouteComponent(async () => import('../oncall/MyShiftsScreen.tsx'), 'MyShiftsScreen'),
  ),
  screen(
    '/catalog',
    lazyRouteComponent(async () => import('../catalog/CatalogScreen.tsx'), 'CatalogScreen'),
  ),
  screen(
    '/catalog/$kind/$name',
    lazyRouteComponent(async () => import('../catalog/ObjectScreen.tsx'), 'ObjectScreen'),
  ),
  screen(
    '/envs',
    lazyRouteComponent(async () => import('../relay/SitesScreen.tsx'), 'SitesScreen'),
  ),
  screen(
    '/envs/messages/$incident',
    lazyRouteComponent(async () => import('../relay/short/ShortMessageScreen.tsx'), 'ShortMessageScreen'),
  ),
  screen(
    '/envs/print/runbook',
    lazyRouteComponent(async () => import('../relay/keys/RunbookScreen.tsx'), 'RunbookScreen'),
  ),
  screen(
    '/envs/$name',
    lazyRouteComponent(async () => import('../relay/SiteScreen.tsx'), 'SiteScreen'),
  ),
  screen(
    '/envs/$name/incidents/$incident',
    lazyRouteComponent(async () => import('../relay/SiteIncidentScreen.tsx'), 'SiteIncidentScreen'),
  ),
  screen(
    '/map',
    lazyRouteComponent(async () => import('../catalog/MapScreen.tsx'), 'MapScreen'),
  ),
  screen(
    '/admin',
    lazyRouteComponent(async () => import('../admin/AdminScreen.tsx'), 'AdminScreen'),
  ),
  screen(
    '/me',
    lazyRouteComponent(async () => import('../me/AccountScreen.tsx'), 'AccountScreen'),
  ),
  screen(
    '/audit',
    lazyRouteComponent(async () => import('../admin/AuditScreen.tsx'), 'AuditScreen'),
  ),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: ScreenError,
  defaultPendingMs: 1000,
  defaultPendingComponent: () => <Loading what="the screen" />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

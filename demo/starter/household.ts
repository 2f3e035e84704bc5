import { startApplications } from '../applications/applications.ts';
import { changeEvent, postChange, type ChangeReceiver } from '../faults/change-event.ts';
import { startControl } from '../faults/control.ts';
import { readHouse } from '../house.ts';
import { startMailCatcher } from '../mail/catcher.ts';
import { readMail } from '../mail/message.ts';
import { startMailPage } from '../mail/page.ts';
import { applicationNames, applicationPort, environmentNames, ports, productPort } from '../ports.ts';
import { startLogging } from '../products/logging.ts';
import { otlpProcessors, startTracing } from '../products/tracing.ts';
import { startTraffic } from '../products/traffic.ts';
import { startWorld, type World } from '../products/world.ts';
import { fieldmarshalUrl } from './fieldmarshal.ts';
import type { Undo } from './undo.ts';

export const controlUrl = `http://127.0.0.1:${ports.control}`;
export const mailUrl = `http://127.0.0.1:${ports.mailPage}`;

export interface HouseholdPlan {
  undo: Undo;
  changes: ChangeReceiver;
  /** Where the products send their spans (`…/v1/traces`). */
  tracesTo: string;
  /** And their logs (`…/v1/logs`). */
  logsTo: string;
  onTrouble: (sentence: string) => void;
}

const trafficEveryMs = { connected: 400, disconnected: 1200 };

/** Everything of the organisation that runs in this process: products, applications, their users, mail, the fault page. */
export async function startHousehold({
  undo,
  changes,
  tracesTo,
  logsTo,
  onTrouble,
}: HouseholdPlan): Promise<World> {
  const catcher = await startMailCatcher(ports.smtp, readMail);
  undo.add(() => catcher.stop());
  const mailPage = await startMailPage(catcher, ports.mailPage);
  undo.add(() => mailPage.stop());

  const tracing = startTracing(await otlpProcessors(tracesTo));
  undo.add(() => tracing.stop());
  const logging = startLogging(logsTo);
  undo.add(() => logging.stop());
  const world = await startWorld({
    house: readHouse(),
    portOf: productPort,
    tracing,
    logging,
    now: Date.now,
    onDeploy: (deploy) => {
      void postChange(changeEvent(deploy, new Date(), changes.routingKey), changes, onTrouble);
    },
  });
  undo.add(() => world.stop());
  const applications = await startApplications(world, applicationPort);
  undo.add(() => applications.stop());
  const control = await startControl({ world, links: links(), port: ports.control, now: Date.now });
  undo.add(() => control.stop());
  for (const environment of environmentNames) {
    const pace = world.isConnected(environment) ? trafficEveryMs.connected : trafficEveryMs.disconnected;
    const traffic = startTraffic(world.environments[environment], pace);
    undo.add(() => Promise.resolve(traffic.stop()));
  }
  return world;
}

function links() {
  const applications = environmentNames.flatMap((environment) =>
    applicationNames.map((name) => ({
      text: `${name} ${environment}`,
      url: `http://127.0.0.1:${applicationPort(environment, name)}`,
    })),
  );
  return { fieldmarshal: fieldmarshalUrl, mail: mailUrl, applications };
}

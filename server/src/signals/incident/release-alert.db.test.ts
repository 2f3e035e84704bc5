import { expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { signalsHandlers } from '../jobs.ts';
import { intakeKey, intakeRig } from '../rig.ts';
import { moveAlerts } from './move-alerts.ts';
import { listAlerts } from '../alerts/read-alerts.ts';
import { releaseAlert } from './release-alert.ts';

const env = await testEnv({ handlers: signalsHandlers, config: { bootstrapIntakeKey: intakeKey } });
const rig = await intakeRig(env);
const mira = as(env, 'mira');

async function fired(alertname: string) {
  await rig.post('/alertmanager/api/v2/alerts', [{ labels: { alertname } }]);
  return shown(alertname);
}

async function shown(alertname: string) {
  const { items } = await listAlerts(mira, { state: 'all', q: alertname, limit: 10 });
  const [alert] = items;
  if (alert === undefined) throw new Error(`${alertname} is not stored`);
  return alert;
}

test('an alert linked by hand leaves the incident when it is unlinked, once', async () => {
  const { id } = await fired('Linked');
  await moveAlerts(mira, { alertIds: [id], incidentId: 'INC-1' });
  expect(await shown('Linked')).toMatchObject({ incidentId: 'INC-1' });
  expect(await releaseAlert(mira, { alertId: id, incidentId: 'INC-1' })).toEqual({ released: true });
  expect(await shown('Linked')).toMatchObject({ incidentId: null, state: 'firing' });
  expect(await releaseAlert(mira, { alertId: id, incidentId: 'INC-1' })).toEqual({ released: false });
});

test('an alert that a rule brought, one of another incident and one that is not there stay as they are', async () => {
  const { id } = await fired('Ruled');
  await moveAlerts(mira, { alertIds: [id], incidentId: 'INC-2' });
  for (const alertId of [id, '999999', 'x'])
    expect(await releaseAlert(mira, { alertId, incidentId: 'INC-3' })).toEqual({ released: false });
  const { id: ruled } = await fired('ByRule');
  expect(await releaseAlert(mira, { alertId: ruled, incidentId: 'INC-3' })).toEqual({ released: false });
  expect(await shown('Ruled')).toMatchObject({ incidentId: 'INC-2' });
});

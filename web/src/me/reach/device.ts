/** Why this browser cannot take notifications; null where it can. */
export function notPossible(): string | null {
  if (!window.isSecureContext)
    return 'Notifications need HTTPS: this page was opened without. Ask the operator for a secure address.';
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return 'This browser has no notifications. On an iPhone, add Fieldmarshal to the home screen first.';
  if (Notification.permission === 'denied')
    return 'Notifications from here are blocked in this browser. Allow them in its settings for this site.';
  return null;
}

/** Why this browser gives no notifications, as a sentence for people. */
export class NoNotifications extends Error {}

/** The subscription of this browser, if it has one. */
export async function subscription(): Promise<PushSubscription | null> {
  if (notPossible() !== null) return null;
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ?? null;
}

interface Subscribed {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** Asks for permission and subscribes under the server's key. Throws {@link NoNotifications}. */
export async function subscribeHere(pushKey: string): Promise<Subscribed> {
  if ((await Notification.requestPermission()) !== 'granted')
    throw new NoNotifications(
      'Notifications were not allowed. Allow them in the settings of this browser and try again.',
    );
  const worker = await navigator.serviceWorker.getRegistration();
  if (!worker)
    throw new NoNotifications(
      'This page is not fully installed yet. Please load it again and try once more.',
    );
  const asked = worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
  const found = await Promise.race([asked, silence()]).catch(() => {
    throw new NoNotifications(
      'This browser cannot reach its push service. In a network without internet notifications do not arrive: use another way.',
    );
  });
  const { endpoint, keys } = found.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined)
    throw new NoNotifications('This browser gave no address for notifications.');
  return { endpoint, keys: { p256dh, auth } };
}

const patienceMs = 15_000;

/** Without internet some browsers wait for their push service for good, and say nothing. */
async function silence(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no answer')), patienceMs);
  });
}

/** What a person would call this browser, e.g. `Firefox on Linux`. */
export function deviceName(): string {
  const { userAgent } = navigator;
  const browser =
    [
      ['Edg/', 'Edge'],
      ['Firefox/', 'Firefox'],
      ['Chrome/', 'Chrome'],
      ['Safari/', 'Safari'],
    ].find(([mark = '']) => userAgent.includes(mark))?.[1] ?? 'Browser';
  const system = /iPhone|iPad|Android|Windows|Mac OS X|Linux/.exec(userAgent)?.[0];
  return system === undefined ? browser : `${browser} on ${system.replace('Mac OS X', 'Mac')}`;
}

import { scope, type Lasting } from './scope.ts';

/** What the server sends; addresses are paths of this origin. */
interface PushedPage {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** Where it is answered, or null where there is nothing to answer. */
  readonly answer: string | null;
  readonly open: string | null;
  /** Of a trainee beside whoever is paged. */
  readonly shadow: boolean;
}

interface Pushed extends Lasting {
  readonly data: { json(): unknown } | null;
}

interface Clicked extends Lasting {
  readonly action: string;
  readonly notification: { readonly data: unknown; readonly title: string; close(): void };
}

/** What the worker's global has for notifications. */
interface NotifyingScope {
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  readonly clients: { openWindow(path: string): Promise<unknown> };
  addEventListener(type: 'push', listener: (event: Pushed) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: Clicked) => void): void;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same global, as far as notifications use it
const notifying = scope as unknown as NotifyingScope;

function actionsOf({ answer, shadow }: PushedPage): object[] {
  if (answer === null) return [];
  return [
    { action: 'acknowledge', title: shadow ? 'Follow' : 'Acknowledge' },
    { action: 'cannot', title: shadow ? 'Cannot follow' : 'Cannot take it' },
  ];
}

notifying.addEventListener('push', (event) => {
  const page = pageOf(event.data);
  event.waitUntil(
    notifying.registration.showNotification(page.title, {
      body: page.body,
      tag: page.tag,
      renotify: true,
      requireInteraction: page.answer !== null,
      actions: actionsOf(page),
      data: page,
    }),
  );
});

notifying.addEventListener('notificationclick', (event) => {
  const { notification, action } = event;
  notification.close();
  const page = checked(notification.data);
  event.waitUntil(
    page.answer !== null && (action === 'acknowledge' || action === 'cannot')
      ? answer(page, page.answer, action)
      : notifying.clients.openWindow(page.answer ?? page.open ?? '/now'),
  );
});

/** Answers without opening anything. Where that does not work, it is said, and the page can be opened. */
async function answer(page: PushedPage, path: string, given: string): Promise<void> {
  const answered = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: `answer=${given}`,
    credentials: 'omit',
    redirect: 'manual',
  }).catch(() => null);
  if (answered !== null && (answered.ok || answered.type === 'opaqueredirect'))
    return tellOutcome(page, answered);
  const why = answered === null ? 'could not be reached' : `refused it (${answered.status})`;
  await notifying.registration.showNotification(`Your answer was not taken: ${page.title}`, {
    body: `The server ${why}. Open it and answer again.`,
    tag: page.tag,
    renotify: true,
    requireInteraction: true,
    data: page,
  });
}

/** Nothing where the answer did what was asked; else who was faster, or that it is over. */
async function tellOutcome(page: PushedPage, answered: Response): Promise<void> {
  const told: unknown = answered.ok ? await answered.json().catch(() => null) : null;
  const outcome: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'outcome') : null;
  const by: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'by') : null;
  const who = typeof by === 'string' ? by : 'Somebody else';
  const words =
    outcome === 'already-acknowledged' ? `${who} has it` : outcome === 'closed' ? 'It is over' : null;
  if (words === null) return;
  await notifying.registration.showNotification(`${words}: ${page.title}`, {
    body: 'Nothing is asked of you any more.',
    tag: page.tag,
    data: { ...page, answer: null },
  });
}

function pageOf(data: Pushed['data']): PushedPage {
  try {
    return checked(data?.json());
  } catch {
    return checked(null);
  }
}

/** Whatever came, something is shown: a browser ends a subscription whose messages show nothing. */
function checked(value: unknown): PushedPage {
  const given: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {};
  const text = (name: string, otherwise: string): string => {
    const found = given[name];
    return typeof found === 'string' ? found : otherwise;
  };
  const path = (name: string): string | null => {
    const found = given[name];
    return typeof found === 'string' && /^\/[^/\\]/.test(found) ? found : null;
  };
  return {
    tag: text('tag', 'fieldmarshal'),
    title: text('title', 'Fieldmarshal'),
    body: text('body', 'Open Fieldmarshal to see what it is about.'),
    answer: path('answer'),
    open: path('open'),
    shadow: given['shadow'] === true,
  };
}

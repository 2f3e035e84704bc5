import type { Deploy } from '../products/world.ts';

export interface ChangeReceiver {
  /** Up to and with `/v2/change/enqueue`. */
  url: string;
  routingKey: string;
}

const answerMs = 5000;
const attemptsMax = 5;

/** The change as PagerDuty's Events API v2 writes it. */
export function changeEvent(deploy: Deploy, at: Date, routingKey: string) {
  const { environment, product, from, to } = deploy;
  return {
    routing_key: routingKey,
    payload: {
      summary: `${product} ${from} → ${to} in ${environment}`,
      source: 'demo-deployer',
      timestamp: at.toISOString(),
      custom_details: { kind: 'deploy', product, environment, version: to, previous_version: from },
    },
    links: [{ href: `https://deploys.relief.example/${environment}/${product}/${to}`, text: 'The deploy' }],
  };
}

/** Tells Fieldmarshal of a deploy; tries five times where the receiver is away or busy, then says so through `onTrouble`. */
export async function postChange(
  event: ReturnType<typeof changeEvent>,
  receiver: ChangeReceiver,
  onTrouble: (sentence: string) => void,
): Promise<void> {
  let reason = '';
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const answer = await attemptPost(event, receiver.url);
    if (answer === null) return;
    reason = answer.reason;
    if (!answer.isWorthRetrying) break;
    await new Promise((resolve) => {
      setTimeout(resolve, attempt * 500).unref();
    });
  }
  onTrouble(`The change “${event.payload.summary}” did not arrive: ${reason}`);
}

async function attemptPost(
  event: unknown,
  url: string,
): Promise<{ reason: string; isWorthRetrying: boolean } | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      signal: AbortSignal.timeout(answerMs),
    });
    const reason = `${response.status} ${(await response.text()).slice(0, 200)}`;
    return response.ok
      ? null
      : { reason, isWorthRetrying: response.status >= 500 || response.status === 429 };
  } catch (error) {
    return { reason: String(error), isWorthRetrying: true };
  }
}

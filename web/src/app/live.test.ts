import { QueryClient } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { createRefresher, isTouched, liveKey, noteKept, readMessage, startLive } from './live.ts';

test('news touches a query that names its topic, and nothing else', () => {
  const room = liveKey(['incident:INC-1', 'alerts'], 'room');
  expect(isTouched(room, new Set(['alerts']))).toBe(true);
  expect(isTouched(room, new Set(['incident:INC-10']))).toBe(false);
  expect(isTouched(room, new Set(['*']))).toBe(true);
  expect(isTouched(['plain'], new Set(['alerts']))).toBe(false);
});

test('a message that cannot be read means: look at everything', () => {
  expect(readMessage('{')).toEqual({ topics: ['*'], at: null });
  expect(readMessage('{"topics":["alerts",3],"at":"2026-11-24T00:00:00Z"}')).toEqual({
    topics: ['alerts'],
    at: Date.parse('2026-11-24T00:00:00Z'),
  });
});

test('news during a question asks once more after its answer, without cancelling it', async () => {
  const client = new QueryClient();
  const answers: (() => void)[] = [];
  let aborted = 0;
  const ask = vi.fn<(context: { signal: AbortSignal }) => Promise<number>>(async ({ signal }) => {
    signal.addEventListener('abort', () => (aborted += 1));
    return new Promise<number>((resolve) => {
      answers.push(() => resolve(answers.length));
    });
  });
  const { QueryObserver } = await import('@tanstack/react-query');
  const observer = new QueryObserver(client, { queryKey: liveKey(['alerts'], 'list'), queryFn: ask });
  const stopWatching = observer.subscribe(() => undefined);
  const refresher = createRefresher(client);
  refresher.news(['alerts']);
  refresher.news(['alerts']);
  answers[0]?.();
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
  answers[1]?.();
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe(2));
  expect(aborted).toBe(0);
  refresher.stop();
  stopWatching();
  client.clear();
});

test('an answer from before while the stream seems alive has the stream opened anew, once, and everything is asked again', () => {
  class Source extends EventTarget {
    static readonly OPEN = 1;
    static readonly CLOSED = 2;
    static readonly opened: Source[] = [];
    readyState = 0;
    constructor() {
      super();
      Source.opened.push(this);
    }
    open(): void {
      this.readyState = Source.OPEN;
      this.dispatchEvent(new Event('open'));
      this.dispatchEvent(new MessageEvent('message', { data: '{"topics":["*"]}' }));
    }
    close(): void {
      this.readyState = Source.CLOSED;
    }
  }
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('navigator', { onLine: true });
  vi.useFakeTimers();
  const client = new QueryClient();
  const asked = vi.spyOn(client, 'invalidateQueries');
  client.setQueryData(liveKey(['alerts'], 'list'), 'as it was');
  const stop = startLive(client);
  Source.opened[0]?.open();
  vi.advanceTimersByTime(10_000);
  expect(Source.opened).toHaveLength(1);
  asked.mockClear();

  noteKept(0);
  noteKept(0);
  vi.advanceTimersByTime(10_000);
  expect(Source.opened.map(({ readyState }) => readyState)).toEqual([Source.CLOSED, 0]);
  Source.opened[1]?.open();
  vi.advanceTimersByTime(1000);
  expect(asked).toHaveBeenCalledTimes(1);
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

import { useEffect, useRef } from 'react';
import './Time.css';

const gapPx = 6;

/** Mounted once. Shows the `data-tip` of whatever is hovered, focused or tapped; Escape hides it. */
export function TipLayer() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => (ref.current === null ? undefined : watchTips(ref.current)), []);
  return <div ref={ref} id="ui-tip" className="ui-tip" role="tooltip" popover="manual" />;
}

function tipSource(target: EventTarget | null, focus: boolean): HTMLElement | null {
  if (!(target instanceof Element)) return null;
  const own = target.closest<HTMLElement>('[data-tip]');
  // A focused row speaks for the first time or name in it, so that keyboards reach what hover shows.
  if (own !== null || !focus || !target.matches('tr, li')) return own;
  return (
    target.querySelector<HTMLElement>('time[data-tip]') ?? target.querySelector<HTMLElement>('[data-tip]')
  );
}

function place(tip: HTMLElement, source: HTMLElement): void {
  const at = source.getBoundingClientRect();
  const box = tip.getBoundingClientRect();
  const below = at.bottom + gapPx + box.height < window.innerHeight;
  tip.style.top = `${below ? at.bottom + gapPx : Math.max(gapPx, at.top - gapPx - box.height)}px`;
  tip.style.left = `${Math.max(gapPx, Math.min(at.left, window.innerWidth - box.width - gapPx))}px`;
}

function watchTips(tip: HTMLElement): () => void {
  let described: Element | null = null;
  const hide = () => {
    described?.removeAttribute('aria-describedby');
    described = null;
    tip.hidePopover();
  };
  const show = (source: HTMLElement | null, focused: Element | null) => {
    const text = source?.dataset['tip'];
    if (source === null || text === undefined || text === '') return hide();
    tip.textContent = text;
    // Shown again, it moves above a dialog that opened since.
    tip.hidePopover();
    tip.showPopover();
    place(tip, source);
    if (focused !== null && !focused.hasAttribute('aria-describedby')) {
      focused.setAttribute('aria-describedby', tip.id);
      described = focused;
    }
  };
  const end = new AbortController();
  const options = { signal: end.signal, passive: true };
  const hovered = (event: PointerEvent) => {
    if (event.pointerType !== 'touch' && !(event.target instanceof Node && tip.contains(event.target))) {
      show(tipSource(event.target, false), null);
    }
  };
  const tapped = (event: PointerEvent) => {
    if (event.pointerType === 'touch') show(tipSource(event.target, false), null);
  };
  const focused = ({ target }: FocusEvent) => {
    if (target instanceof Element && target.matches(':focus-visible')) show(tipSource(target, true), target);
  };
  document.addEventListener('pointerover', hovered, options);
  document.addEventListener('pointerup', tapped, options);
  document.addEventListener('focusin', focused, options);
  document.addEventListener('focusout', hide, options);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide(), options);
  window.addEventListener('scroll', hide, { ...options, capture: true });
  return () => end.abort();
}

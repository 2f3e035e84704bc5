import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { TipLayer } from '../ui/TipLayer.tsx';
import { ToastLayer } from '../ui/ToastLayer.tsx';
import { undoNewest } from '../ui/toast.ts';
import type { Boot } from './boot.ts';
import { ConfirmationLayer } from './confirmation/ConfirmationLayer.tsx';
import { ConnectionBand } from './connection/ConnectionBand.tsx';
import { FireStrip } from './strips/FireStrip.tsx';
import { useKeys, type KeyBinding } from './keys/keys.ts';
import { KeysDialog } from './keys/KeysDialog.tsx';
import { OnCallStrip } from './strips/OnCallStrip.tsx';
import { useOpenCount } from './page-title.ts';
import { usePalette } from './palette/palette.ts';
import { PaletteDialog } from './palette/PaletteDialog.tsx';
import { places } from './places.ts';
import { Rail } from './Rail.tsx';
import { useStrips } from './strips/strips-query.ts';
import './Shell.css';

type Layer = 'palette' | 'keys' | 'declare' | null;

const SiteBand = lazy(async () => ({ default: (await import('../relay/SiteBand.tsx')).SiteBand }));

const DeclareDialog = lazy(async () => ({
  default: (await import('../incidents/DeclareDialog.tsx')).DeclareDialog,
}));

/** What every screen stands in: strips, rail, palette, keys, messages. */
export function Shell({ boot }: { boot: Boot }) {
  const [layer, setLayer] = useState<Layer>(null);
  const strips = useStrips(boot);
  const close = () => setLayer(null);
  useOpenCount(strips?.fireCount ?? 0);
  useShellKeys(setLayer);
  return (
    <>
      <a className="shell-skip" href="#main">
        Skip to the content
      </a>
      <div className="shell-strips">
        {strips === null ? (
          <UnknownStrips />
        ) : (
          <>
            <FireStrip strips={strips} />
            <OnCallStrip strips={strips} />
          </>
        )}
        <ConnectionBand />
      </div>
      <Rail
        onPalette={() => setLayer('palette')}
        onKeys={() => setLayer('keys')}
        person={boot.me === null ? null : boot.me.displayName}
      />
      <Main />
      {layer === 'palette' ? <PaletteDialog onClose={close} /> : null}
      {layer === 'declare' ? (
        <Suspense>
          <DeclareDialog onClose={close} />
        </Suspense>
      ) : null}
      {layer === 'keys' ? <KeysDialog onClose={close} /> : null}
      <ConfirmationLayer />
      <ToastLayer />
      <TipLayer />
    </>
  );
}

/** Before the first answer: what is not known must not look calm. */
function UnknownStrips() {
  return (
    <>
      <section className="strip strip-fire" aria-label="On fire">
        <b className="strip-head">On fire: not known yet</b>
      </section>
      <section className="strip strip-oncall" aria-label="On call now">
        On call: not known yet
      </section>
    </>
  );
}

/** A new screen takes the focus, so that keyboards and screen readers start at its beginning. */
function Main() {
  const ref = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (path === undefined) return;
    if (!first.current) ref.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  return (
    <main id="main" ref={ref} tabIndex={-1} className="shell-main">
      <Suspense>
        <SiteBand />
      </Suspense>
      <Outlet />
    </main>
  );
}

function useShellKeys(show: (layer: Layer) => void): void {
  const navigate = useNavigate();
  const shell: KeyBinding[] = [
    {
      id: 'palette',
      keys: 'mod+k',
      label: 'Do or open anything',
      group: 'Everywhere',
      run: () => show('palette'),
    },
    {
      id: 'declare',
      keys: 'c',
      label: 'Declare an incident',
      group: 'Everywhere',
      run: () => show('declare'),
    },
    { id: 'keys', keys: '?', label: 'Show all keys', group: 'Everywhere', run: () => show('keys') },
    {
      id: 'undo',
      keys: 'z',
      label: 'Undo the last action',
      group: 'Everywhere',
      run: () => void undoNewest(),
    },
    { id: 'filter', keys: '/', label: 'Go to the filter', group: 'Everywhere', run: focusFilter },
    {
      id: 'rows',
      keys: 'j',
      label: 'Into the list; then J and K move, Enter opens, . shows what a row can do',
      group: 'Everywhere',
      run: focusRows,
    },
  ];
  const going: KeyBinding[] = places.map((place) => ({
    id: `go.${place.to}`,
    keys: place.keys,
    label: `Go to ${place.word}`,
    group: 'Go',
    run: () => void navigate({ to: place.to }),
  }));
  useKeys([...shell, ...going]);
  usePalette([
    {
      id: 'declare',
      title: 'Declare an incident',
      words: 'new report',
      keys: 'c',
      group: 'context',
      run: () => show('declare'),
    },
    ...going.map((binding) => ({ ...binding, title: binding.label, group: 'go' as const })),
    {
      id: 'keys',
      title: 'Show all keys',
      words: 'help shortcuts',
      keys: '?',
      group: 'help',
      run: () => show('keys'),
    },
  ]);
}

/** A screen marks its filter field with `data-filter`. */
function focusFilter(): void {
  document.querySelector<HTMLElement>('[data-filter]')?.focus();
}

/** The first list of the screen; inside it the list moves by itself. */
function focusRows(): void {
  document.querySelector<HTMLElement>('main :is(.ui-table tbody tr, .ui-virtual li)')?.focus();
}

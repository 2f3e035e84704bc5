import type { BundleView, SiteDetail } from '@fieldmarshal/contract/relay';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { Written } from '../ExportPanel.tsx';
import { post, useRelayWrite } from '../relay-api.ts';
import { useReleases } from './release-api.ts';

/** Makes what travels to a site: what was written on its incidents, with or without the catalog, and a release if one is chosen. */
export function DownPanel({ site }: { site: SiteDetail }) {
  const releases = useReleases();
  const [release, setRelease] = useState('');
  const make = useRelayWrite(async (catalog: boolean) =>
    post<BundleView>(`/api/v1/sites/${site.name}/bundles`, {
      catalog,
      ...(release === '' ? {} : { release }),
    }),
  );
  const last = site.bundles.find(({ direction }) => direction === 'down');
  const options = (releases.data?.items ?? []).map(({ sha256, name }) => ({ value: sha256, label: name }));
  return (
    <section className="ui-card ui-stack" aria-label="For the site">
      <h2>For the site</h2>
      {options.length === 0 ? null : (
        <Select
          label="Take a release along"
          placeholder="None"
          hint="It is installed by nobody but a person at the site's machine."
          options={options}
          value={release}
          onChange={setRelease}
        />
      )}
      <div className="ui-row">
        <Button busy={make.isPending} onClick={() => make.mutate(true)}>
          Make a bundle with the catalog
        </Button>
        <Button busy={make.isPending} onClick={() => make.mutate(false)}>
          Only what was written on incidents
        </Button>
      </div>
      <FailureNote error={make.error} />
      {last === undefined ? null : <Written bundle={last} />}
    </section>
  );
}

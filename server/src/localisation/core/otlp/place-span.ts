import type { Span } from './span.ts';

/** A span with the names of the catalog. */
export interface PlacedSpan extends Omit<Span, 'attributes' | 'resource'> {
  readonly service: string;
  /** Catalog names; null where the catalog knows none of that name. */
  readonly product: string | null;
  readonly environment: string | null;
  /** Of a calling span: whom it says it calls. */
  readonly peer: string | null;
  readonly version: string | null;
  /** It belongs to a run of a check by its own word. */
  readonly isSynthetic: boolean;
}

export interface Names {
  readonly product: (text: string) => string | null;
  readonly environment: (text: string) => string | null;
}

/** With these digits begin the trace ids that checks make: their spans are known at once. */
const syntheticPrefix = 'f1e1d';

const marker = 'http.request.header.x-fieldmarshal-synthetic';
const environmentKeys = ['deployment.environment.name', 'deployment.environment'];
const peerKeys = ['peer.service', 'service.peer.name', 'server.address', 'net.peer.name', 'rpc.service'];
const callingKinds = new Set([3, 4]);

export function placeSpan({ attributes, resource, ...span }: Span, names: Names): PlacedSpan {
  const service = resource.get('service.name') ?? '';
  const said = attributes.get('fieldmarshal.product') ?? service;
  const where = environmentKeys.flatMap((key) => resource.get(key) ?? attributes.get(key) ?? [])[0];
  const product = said === '' ? null : names.product(said);
  return {
    ...span,
    service,
    product,
    environment: where === undefined ? null : names.environment(where),
    peer: callingKinds.has(span.kind) ? peerOf(attributes, names, product) : null,
    version: resource.get('service.version') ?? null,
    isSynthetic: span.traceId.startsWith(syntheticPrefix) || attributes.has(marker),
  };
}

function peerOf(attributes: Span['attributes'], names: Names, own: string | null): string | null {
  for (const key of peerKeys) {
    const text = attributes.get(key);
    const product = text === undefined ? null : names.product(text);
    if (product !== null && product !== own) return product;
  }
  return null;
}

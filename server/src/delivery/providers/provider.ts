import type { ChannelName, ProviderKind, ProviderSettings } from '@fieldmarshal/contract/delivery';

/** Settings of one kind. */
export type SettingsOf<K extends ProviderKind> = Extract<ProviderSettings, { kind: K }>;

/** An account or server through which messages are sent. Its secrets are read one by one and never printed. */
export class Provider<S extends ProviderSettings = ProviderSettings> {
  readonly name: string;
  readonly settings: S;
  readonly position: number;
  /** From the operator's file, and so allowed to reach private addresses; else set up on screen. */
  readonly isOperators: boolean;
  /** Its secrets were sealed with a key that this process does not have: nothing is sent with empty ones. */
  readonly isLocked: boolean;
  readonly #secrets: ReadonlyMap<string, string>;

  constructor(parts: {
    name: string;
    settings: S;
    position: number;
    isOperators: boolean;
    secrets: ReadonlyMap<string, string>;
    isLocked?: boolean;
  }) {
    this.name = parts.name;
    this.settings = parts.settings;
    this.position = parts.position;
    this.isOperators = parts.isOperators;
    this.isLocked = parts.isLocked ?? false;
    this.#secrets = parts.secrets;
  }

  secretOrNull(name: string): string | null {
    return this.#secrets.get(name) ?? null;
  }

  /** Empty where it is missing, which the receiver will refuse in its own words. */
  secret(name: string): string {
    return this.#secrets.get(name) ?? '';
  }

  secretNames(): string[] {
    return [...this.#secrets.keys()].sort();
  }

  serves(channel: ChannelName): boolean {
    return channelsOf(this.settings).includes(channel);
  }
}

/** Which channels a provider of these settings sends for. */
function channelsOf(settings: ProviderSettings): readonly ChannelName[] {
  switch (settings.kind) {
    case 'smtp':
      return ['email'];
    case 'twilio':
    case 'http-gateway':
      return settings.channels;
    case 'smpp':
      return ['sms'];
    case 'matrix':
    case 'ntfy':
    case 'command':
      return [settings.kind];
  }
}

export function isOfKind<K extends ProviderKind>(
  provider: Provider,
  kind: K,
): provider is Provider<SettingsOf<K>> {
  return provider.settings.kind === kind;
}

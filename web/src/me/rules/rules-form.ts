import type { Severity } from '@fieldmarshal/contract';
import type { ChannelName } from '@fieldmarshal/contract/delivery/channel';
import type { RingingRules } from '@fieldmarshal/contract/oncall/own-rules';
import type { Fault } from '../../catalog/editor/faults.ts';
import { rowId, type Row } from '../../oncall/form/rows.ts';
import {
  blankWindow,
  missingInWindow,
  windowForm,
  windowOf,
  type WindowForm,
} from '../../oncall/form/window-form.ts';

export const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;
/** Those that quiet hours may hold for: never SEV1. */
export const quietSeverities = ['SEV2', 'SEV3', 'SEV4'] as const;

export interface RingForm extends Row {
  channel: ChannelName;
  minutes: string;
}

export interface RuleForm extends Row {
  /** None = all. */
  severities: readonly Severity[];
  ring: readonly RingForm[];
}

export interface QuietForm {
  isOn: boolean;
  timezone: string;
  windows: readonly WindowForm[];
  channels: readonly ChannelName[];
  severities: readonly (typeof quietSeverities)[number][];
}

export interface RulesForm {
  rules: readonly RuleForm[];
  quiet: QuietForm;
}

export function rulesForm({ notificationRules, quietHours }: RingingRules, zone: string): RulesForm {
  const night: WindowForm = {
    ...blankWindow(),
    days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'],
    from: '22:00',
    to: '07:00',
  };
  return {
    rules: notificationRules.map((rule) => ({
      id: rowId(),
      severities: rule.severities ?? [],
      ring: rule.ring.map(({ channel, afterMinutes }) => ({
        id: rowId(),
        channel,
        minutes: String(afterMinutes),
      })),
    })),
    quiet: {
      isOn: quietHours !== null,
      timezone: quietHours?.timezone ?? zone,
      windows: quietHours?.windows.map((window) => windowForm(window)) ?? [night],
      channels: quietHours?.channels ?? [],
      severities: quietHours?.severities ?? [...quietSeverities],
    },
  };
}

export function rulesOf({ rules, quiet }: RulesForm): RingingRules {
  return {
    notificationRules: rules.map((rule) => ({
      ...(rule.severities.length === 0 ? {} : { severities: [...rule.severities] }),
      ring: rule.ring.map(({ channel, minutes }) => ({ channel, afterMinutes: Number(minutes) })),
    })),
    quietHours: quiet.isOn
      ? {
          timezone: quiet.timezone,
          windows: quiet.windows.map((window) => windowOf(window)),
          channels: [...quiet.channels],
          severities: [...quiet.severities],
        }
      : null,
  };
}

/** A rule that begins with the way that is reached first. */
export function blankRule(channel: ChannelName): RuleForm {
  return { id: rowId(), severities: [], ring: [{ id: rowId(), channel, minutes: '0' }] };
}

/** What is still to be said before the rules mean something; `path` as in the request. */
export function missingInRules({ rules, quiet }: RulesForm): Fault[] {
  return [
    ...rules.flatMap(({ ring }, index) => {
      const at = `notificationRules[${index}].ring`;
      return [
        ...(ring.length === 0 ? [{ path: at, message: 'Say what rings' }] : []),
        ...ring.flatMap(({ minutes }, place) =>
          minutes.trim() !== '' && Number(minutes) >= 0 && Number(minutes) <= 120
            ? []
            : [{ path: `${at}[${place}].afterMinutes`, message: 'Minutes from 0 to 120' }],
        ),
        ...(ring.length > 0 && ring.every(({ minutes }) => Number(minutes) > 0)
          ? [{ path: at, message: 'One of them must ring at 0 minutes: a page does not wait' }]
          : []),
      ];
    }),
    ...(quiet.isOn ? missingInQuiet(quiet) : []),
  ];
}

function missingInQuiet({ timezone, windows, severities: chosen }: QuietForm): Fault[] {
  return [
    ...(timezone === ''
      ? [{ path: 'quietHours.timezone', message: 'Choose the zone whose clock counts' }]
      : []),
    ...(windows.length === 0 ? [{ path: 'quietHours.windows', message: 'Say which hours' }] : []),
    ...windows.flatMap((window, index) => missingInWindow(window, `quietHours.windows[${index}]`)),
    ...(chosen.length === 0
      ? [{ path: 'quietHours.severities', message: 'Choose at least one severity' }]
      : []),
  ];
}

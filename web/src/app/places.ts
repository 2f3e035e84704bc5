import {
  Activity,
  BellRing,
  BookOpen,
  Blocks,
  ChartLine,
  Globe,
  GraduationCap,
  Handshake,
  ListChecks,
  Megaphone,
  MessagesSquare,
  Network,
  Phone,
  Settings,
  ShieldCheck,
  ScrollText,
  Siren,
  type LucideIcon,
} from 'lucide-react';

export interface Place {
  to:
    | '/now'
    | '/incidents'
    | '/alerts'
    | '/checks'
    | '/comms'
    | '/readiness'
    | '/oncall'
    | '/catalog'
    | '/map'
    | '/envs'
    | '/handover'
    | '/insights'
    | '/training'
    | '/feedback'
    | '/runbooks'
    | '/admin'
    | '/audit';
  word: string;
  icon: LucideIcon;
  /** Chord that goes there. */
  keys: string;
}

/** The rail, most used first: a phone shows five and puts the rest behind "More". */
export const places: readonly Place[] = [
  { to: '/now', word: 'Now', icon: Activity, keys: 'g n' },
  { to: '/incidents', word: 'Incidents', icon: Siren, keys: 'g i' },
  { to: '/alerts', word: 'Alerts', icon: BellRing, keys: 'g a' },
  { to: '/oncall', word: 'On call', icon: Phone, keys: 'g o' },
  { to: '/checks', word: 'Checks', icon: ListChecks, keys: 'g k' },
  { to: '/comms', word: 'Messages', icon: Megaphone, keys: 'g c' },
  { to: '/readiness', word: 'Readiness', icon: ShieldCheck, keys: 'g r' },
  { to: '/catalog', word: 'Catalog', icon: Blocks, keys: 'g p' },
  { to: '/runbooks', word: 'Runbooks', icon: BookOpen, keys: 'g b' },
  { to: '/map', word: 'Map', icon: Network, keys: 'g m' },
  { to: '/envs', word: 'Sites', icon: Globe, keys: 'g e' },
  { to: '/handover', word: 'Handover', icon: Handshake, keys: 'g h' },
  { to: '/insights', word: 'Insights', icon: ChartLine, keys: 'g s' },
  { to: '/training', word: 'Training', icon: GraduationCap, keys: 'g t' },
  { to: '/feedback', word: 'Feedback', icon: MessagesSquare, keys: 'g f' },
  { to: '/admin', word: 'Admin', icon: Settings, keys: 'g d' },
  { to: '/audit', word: 'Audit', icon: ScrollText, keys: 'g l' },
];

export const phonePlacesMax = 5;

/** A domain's settings, as the stories call them. */
export const SETTINGS = {
  'with the usual settings': { name: 'usual' },
  'that keeps lost sessions for 2 seconds': {
    name: 'brief',
    config: 'smacks_hibernation_time = 2',
  },
  'that keeps lost sessions for 2 seconds and bears 3 errors': {
    name: 'fussy',
    config: 'smacks_hibernation_time = 2\npush_max_errors = 3',
    policy: { maxErrors: 3 },
  },
  'that wants acknowledgements within a second': {
    name: 'strict',
    config: 'smacks_max_ack_delay = 2',
    owesAcknowledgements: true,
  },
  'that lets text and sender leave': {
    name: 'open',
    config: 'push_notification_with_body = true\npush_notification_with_sender = true',
    policy: { withBody: true, withSender: true },
  },
  'with an empty placeholder': {
    name: 'wordless',
    config: 'push_notification_important_body = ""',
    policy: { importantBody: '' },
  },
  'that wakes phones for what is important only': {
    name: 'important',
    policy: { notifyOn: 'important' },
    isBellhopOnly: true,
  },
  'that merges the pushes of 2 seconds': {
    name: 'merging',
    policy: { mergeWindowSeconds: 2 },
    isBellhopOnly: true,
  },
  'that allows one other app server only': {
    name: 'choosy',
    policy: { allowedAppServers: ['only.app.example'] },
    isBellhopOnly: true,
  },
  'that removes what the app server does not find': {
    name: 'tidy',
    policy: { removeOnItemNotFound: true },
    isBellhopOnly: true,
  },
} as const satisfies Readonly<Record<string, SettingDetails>>;

export type Setting = keyof typeof SETTINGS;

export const USUAL: Setting = 'with the usual settings';

/** How a chat server and Bellhop are told. */
export interface SettingDetails {
  /** The first label of the domain. */
  readonly name: string;
  /** Lines of Prosody's configuration; those of mod_cloud_notify say to the original what `policy` says to Bellhop. */
  readonly config?: string;
  /** Laid over the policy that does what the original does. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** The original has no such setting. */
  readonly isBellhopOnly?: boolean;
  /** Acknowledgements count there, so a fence has to owe one. */
  readonly owesAcknowledgements?: boolean;
}

/** With these Bellhop pushes whenever the original does. */
export const POLICY_OF_THE_ORIGINAL = { mergeWindowSeconds: 0, notifyOn: 'all' } as const;

export function detailsOf(setting: Setting): SettingDetails {
  return SETTINGS[setting];
}

export function allSettings(): readonly Setting[] {
  return Object.keys(SETTINGS) as Setting[];
}

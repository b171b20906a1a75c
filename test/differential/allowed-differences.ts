import type { Difference } from './story-differences.js';

/** What the sides do differently in a story, and the case of docs/protocol.md that says so. */
export interface AllowedDifference {
  readonly row: number;
  readonly differences: readonly Difference[];
}

const PHONE = "alice's phone";
const IMPORTANT = 'New Message!';
const UNIMPORTANT = 'no text';

/** By story: chapter and title. */
export const ALLOWED_DIFFERENCES: Readonly<Record<string, AllowedDifference>> = {
  'registration: Another device disables push for a phone that hibernates': originalPushes(30, IMPORTANT),
  'registration: Another device disables push for a phone whose push is just about to be made':
    originalPushes(30, IMPORTANT),
  'registration: A forgotten device is forgotten also where its session hibernates': {
    row: 33,
    differences: [{ device: "alice's first phone", original: [IMPORTANT], bellhop: [] }],
  },
  'away: an OMEMO 1 message is worth waking somebody, too': differs(41, UNIMPORTANT, IMPORTANT),
  'away: an OMEMO 2 message is worth waking somebody, too': differs(41, UNIMPORTANT, IMPORTANT),
  'away: a message marked as encrypted is worth waking somebody, too': differs(41, UNIMPORTANT, IMPORTANT),
  'privacy: Where the text may leave but there is none: an OMEMO message': differs(
    56,
    'no text from bob-story@open.tenant.example/resource',
    'New Message! from bob-story@open.tenant.example',
  ),
  'privacy: Where the text may leave but there is none: a call': differs(
    57,
    'no text from bob-story@open.tenant.example/resource',
    'New Message! from bob-story@open.tenant.example',
  ),
  'privacy: The copy of a message for another device shows its text': differs(
    58,
    'no text from alice-story@open.tenant.example',
    'x from bob-story@open.tenant.example',
  ),
  'privacy: Text and sender leave where the domain allows it': differs(
    59,
    'meet me at the station from bob-story@open.tenant.example/resource',
    'meet me at the station from bob-story@open.tenant.example',
  ),
  'hibernation: What it has got when it came back is not told the next time': originalPushes(71, IMPORTANT),
  'acknowledgements: What was told is not told again when the connection is lost': originalPushes(
    73,
    IMPORTANT,
  ),
  'acknowledgements: What comes after the connection was lost is told': originalPushes(73, IMPORTANT),
  'several-devices: A session that enabled push for two apps hibernates: the newest app is woken':
    originalPushes(99, IMPORTANT),
  'several-devices: A client that comes again under its old name need not enable push again': originalPushes(
    77,
    IMPORTANT,
  ),
  'hibernation: A call is told once': originalPushes(79, IMPORTANT),
  'acknowledgements: A call is told at once, not when the acknowledgement is late': originalPushes(
    79,
    IMPORTANT,
  ),
  'several-devices: What the tablet sends to somebody of the same name does not wake the phone either':
    originalPushes(81, IMPORTANT),
  'several-devices: A note to oneself reaches the phone that is away': originalPushes(82, IMPORTANT),
  'several-devices: A session without presence: one message is one push': originalPushes(84, IMPORTANT),
  'hibernation: What the ended session never got is told once, also where nothing reads the archive':
    originalPushes(84, IMPORTANT),
  'away: The chat server asks for a push for one device of two': {
    row: 85,
    differences: [
      { device: "alice's tablet", original: [`${UNIMPORTANT}, no options`], bellhop: [UNIMPORTANT] },
    ],
  },
  'app-server-answers: Enabling push again forgives them, too': bellhopPushes(89, IMPORTANT),
  'app-server-answers: One push counts once, however often the app server answers': bellhopPushes(
    91,
    IMPORTANT,
  ),
  'app-server-answers: An app server whose address was given in capitals is the same': {
    row: 95,
    differences: [{ device: "carol's phone", original: [], bellhop: Array<string>(16).fill(IMPORTANT) }],
  },
  'away: A deleted account is left alone': originalPushes(97, UNIMPORTANT),
  'several-devices: A session left behind does not wake the phone that is there again': originalPushes(
    98,
    UNIMPORTANT,
    IMPORTANT,
  ),
  'several-devices: A session that enabled push for two apps is there for both': originalPushes(
    99,
    IMPORTANT,
  ),
};

function originalPushes(row: number, ...original: readonly string[]): AllowedDifference {
  return { row, differences: [{ device: PHONE, original, bellhop: [] }] };
}

function bellhopPushes(row: number, ...bellhop: readonly string[]): AllowedDifference {
  return { row, differences: [{ device: PHONE, original: [], bellhop }] };
}

function differs(row: number, original: string, bellhop: string): AllowedDifference {
  return { row, differences: [{ device: PHONE, original: [original], bellhop: [bellhop] }] };
}

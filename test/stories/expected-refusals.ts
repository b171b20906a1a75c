/**
 * Stories whose clients enable with something else than the app server gave them, by chapter and title; in each, what
 * the app servers rightly say about it. For all other stories no app server has anything to refuse.
 */
export const EXPECTED_REFUSALS: Readonly<Record<string, readonly string[]>> = {
  'registration: Without a node none is sent': [
    'p2: no node',
    'fpush: no publish with a node',
    'tigase: no such node',
    'converse: no such node',
  ],
  'registration: Without options none are sent': noSecret(),
  'registration: Enabled again without options, the old ones are gone': noSecret(),
  'registration: The order of the options is kept': noSecret(),
  'registration: What is not understood is ignored': noSecret(),
  'registration: The last options count': [
    'p2: wrong secret',
    'fpush: publish-options: the first field is not pushModule',
    'converse: wrong secret',
  ],
  'registration: Options of any form are handed on as they are': [
    'p2: no secret in the publish-options',
    'fpush: publish-options: the first field is not pushModule',
    'converse: the form is no publish-options',
  ],
};

function noSecret(): readonly string[] {
  return ['p2: no secret in the publish-options', 'converse: wrong secret'];
}

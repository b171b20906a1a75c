Feature: A phone that is away
  Nobody of the account is connected: every registration gets a push for every message.

  Background:
    Given alice's phone has push
    And alice's phone goes offline

  @row-3 @row-34 @row-61 @row-62
  Scenario: A message wakes the phone and tells the app server nothing
    When bob sends alice "meet me at the station"
    Then alice's phone gets an important push
    And the push shows "New Message!"
    And the push names no sender
    And the push comes from the domain, counts one message and tells nobody anything
    And alice's phone gets no other push
    And the log says "stored-offline" for alice's phone

  Scenario Outline: A person would want to know of <what>
    When bob sends alice <what>
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "stored-offline" for alice's phone

    @row-35
    Examples: without a type
      | what                     |
      | a message without a type |
    @row-37
    Examples: a space is a text
      | what                          |
      | a message with a single space |
    @row-40
    Examples: OMEMO in its first two namespaces
      | what               |
      | an OMEMO message   |
      | an OMEMO 0 message |
    @row-42
    Examples: OpenPGP, old and new
      | what               |
      | a PGP message      |
      | an OpenPGP message |
    @row-45
    Examples: a subject beside a text
      | what                |
      | a subject with a text |
    @row-49
    Examples: a call
      | what   |
      | a call |

  @row-41 @differs-41
  Scenario Outline: <what> is worth waking somebody, too
    When bob sends alice <what>
    Then with Bellhop, alice's phone gets an important push
    But with the original, alice's phone gets an unimportant push
    And alice's phone gets no other push

    Examples:
      | what                          |
      | an OMEMO 1 message            |
      | an OMEMO 2 message            |
      | a message marked as encrypted |

  Scenario Outline: Nobody would want to be woken for <what>, but the phone is told
    When bob sends alice <what>
    Then alice's phone gets an unimportant push
    And the push shows no text
    And alice's phone gets no other push
    And the log says "stored-offline" for alice's phone

    @row-36
    Examples: no text
      | what                         |
      | a message with an empty text |
    @row-38
    Examples: chat states
      | what         |
      | a chat state |
    @row-39
    Examples: receipts and markers
      | what               |
      | a receipt          |
      | a displayed marker |
    @row-45
    Examples: a subject alone
      | what           |
      | a subject only |
    @row-49
    Examples: what follows a call
      | what                     |
      | the acceptance of a call |
      | the withdrawal of a call |
      | the end of a call        |
    @row-52
    Examples: an invitation without a text
      | what                    |
      | an invitation to a room |

  Scenario Outline: <what> is nothing for a phone that is away
    When bob sends alice <what>
    Then alice's phone gets no push

    @row-48
    Examples:
      | what                   |
      | a headline with a text |
      | an encrypted headline  |
      | an error with a text   |

  @row-54
  Scenario: Somebody who asks to see her presence does not wake the phone
    When bob asks to see the presence of alice
    Then alice's phone gets no push

  @row-43 @row-63
  Scenario: A room sends a copy of its message to the account
    When bob sends alice a room's message
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "groupchat-offline" for alice's phone

  @row-44
  Scenario Outline: A room sends a copy of <what> to the account
    When bob sends alice <what>
    Then alice's phone gets an unimportant push
    And alice's phone gets no other push
    And the log says "groupchat-offline" for alice's phone

    Examples:
      | what                            |
      | a room's new subject            |
      | a room's new subject with a text |

  Scenario: Three messages are three pushes
    When bob sends alice "one"
    And bob sends alice a chat state
    And bob sends alice "two"
    Then alice's phone gets an important push
    And alice's phone gets an unimportant push
    And alice's phone gets an important push
    And alice's phone gets no other push

  Scenario: A call is proposed, withdrawn and over
    When bob sends alice a call
    And bob sends alice the withdrawal of a call
    And bob sends alice the end of a call
    Then alice's phone gets an important push
    And alice's phone gets an unimportant push
    And alice's phone gets an unimportant push
    And alice's phone gets no other push

  @row-34
  Scenario: Both devices are woken when both are away
    Given alice's tablet has push
    And alice's tablet goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's tablet gets an important push
    And alice's phone gets no other push
    And alice's tablet gets no other push

  Scenario: Nobody else's phone is woken
    Given carol's phone has push
    And carol's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And carol's phone gets no push

  @row-85
  Scenario: The chat server asks for a push itself
    When the chat server pings alice
    Then alice's phone gets an unimportant push
    And the push shows no text
    And alice's phone gets no other push
    And the log says "ping" for alice's phone

  @row-85 @differs-85
  Scenario: The chat server asks for a push for one device of two
    Given alice's tablet has push
    And alice's tablet goes offline
    When the chat server pings alice's tablet alone
    Then alice's tablet gets an unimportant push
    And alice's phone gets no push
    And the log says "ping" for alice's tablet

  @row-97 @differs-97
  Scenario: A deleted account is left alone
    When the account of alice is deleted
    And the chat server pings alice
    Then with Bellhop, alice's phone gets no push
    But with the original, alice's phone gets an unimportant push

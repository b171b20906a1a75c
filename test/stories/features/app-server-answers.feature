Feature: What the app server answers
  A passing fault never costs a registration; final errors in a row do, visibly.

  Background:
    Given alice's phone has push
    And alice's phone goes offline

  @row-86
  Scenario: After 16 final errors in a row the registration is given up
    Given the app server answers pushes for alice's phone with the error "cancel/item-not-found"
    When bob sends alice 16 messages, each after the answer to the push before
    And bob sends alice "hello"
    Then alice's phone gets no other push
    And the log shows alice's phone as removed for "too-many-errors"

  @row-86
  Scenario: After 15 final errors it is still there
    Given the app server answers pushes for alice's phone with the error "cancel/item-not-found"
    When bob sends alice 15 messages, each after the answer to the push before
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @row-87
  Scenario: Passing faults do not count
    Given the app server answers pushes for alice's phone with the error "wait/internal-server-error"
    When bob sends alice 17 messages, each after the answer to the push before
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @row-120 @bellhop-only
  Scenario: What fails in passing is tried again
    Given the app server answers pushes for alice's phone with the error "wait/internal-server-error"
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And the push is made once more
    And alice's phone gets no other push

  @row-88
  Scenario: One push that is accepted forgives all errors before
    Given the app server answers pushes for alice's phone with the error "cancel/item-not-found"
    And bob sends alice 15 messages, each after the answer to the push before
    And the app server accepts pushes for alice's phone
    And bob sends alice 1 messages, each after the answer to the push before
    And the app server answers pushes for alice's phone with the error "cancel/item-not-found"
    When bob sends alice 15 messages, each after the answer to the push before
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @row-89 @differs-89
  Scenario: Enabling push again forgives them, too
    Given the app server answers pushes for alice's phone with the error "cancel/item-not-found"
    And bob sends alice 15 messages, each after the answer to the push before
    And alice's phone connects anew
    And alice's phone enables push again
    And alice's phone goes offline
    When bob sends alice 1 messages, each after the answer to the push before
    And bob sends alice "hello"
    Then with Bellhop, alice's phone gets an important push
    And alice's phone gets no other push

  @row-90
  Scenario: An error from somebody else does not count
    Given the app server does not answer pushes for alice's phone
    And bob sends alice "hello"
    And alice's phone gets an important push
    When that push is answered with the error "cancel/item-not-found" by somebody else at the app server, 16 times
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @row-91 @differs-91
  Scenario: One push counts once, however often the app server answers
    Given the app server does not answer pushes for alice's phone
    And bob sends alice "hello"
    And alice's phone gets an important push
    When that push is answered with the error "cancel/item-not-found", 16 times
    And bob sends alice "hello"
    Then with Bellhop, alice's phone gets an important push
    And alice's phone gets no other push

  @row-93
  Scenario: Two nodes of one app server are counted apart
    Given alice's tablet has push
    And alice's tablet goes offline
    And the app server answers pushes for alice's tablet with the error "cancel/item-not-found"
    When bob sends alice 16 messages, each after the answer to the push before
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's tablet gets no other push
    And the log shows alice's tablet as removed for "too-many-errors"

  @row-95 @differs-95
  Scenario: An app server whose address was given in capitals is the same
    Given carol's phone enables push at the app server's address in capitals
    And carol's phone goes offline
    And the app server answers pushes for carol's phone with the error "cancel/item-not-found"
    When bob sends carol "hello"
    # The original sends to the capitals, which this chat server does not take for one of its own.
    Then with Bellhop, carol's phone gets an important push
    When with Bellhop, bob sends carol 15 messages, each after the answer to the push before
    And bob sends carol "hello"
    Then carol's phone gets no other push

  @row-92
  Scenario: A late answer does nothing to a registration made since
    Given the app server does not answer pushes for alice's phone
    And bob sends alice "hello"
    And alice's phone gets an important push
    And alice's phone connects anew
    And alice's phone disables push
    And alice's phone enables push again
    And alice's phone goes offline
    When that push is answered with the error "cancel/item-not-found", 16 times
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @bellhop-only
  Scenario: A domain may give up at once what the app server does not find
    Given a domain that removes what the app server does not find
    And carol's phone has push
    And carol's phone goes offline
    And the app server answers pushes for carol's phone with the error "cancel/item-not-found"
    When bob sends carol 1 messages, each after the answer to the push before
    And bob sends carol "hello"
    Then carol's phone gets no other push
    And the log shows carol's phone as removed for "item-not-found"

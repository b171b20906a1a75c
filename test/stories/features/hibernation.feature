Feature: A session that lost its connection
  The session waits for its phone to come back; what it is given meanwhile leads to pushes, gathered for a second.

  @row-64
  Scenario: Losing the connection with nothing on the way wakes nobody
    Given alice's phone has push
    When alice's phone loses its connection
    Then alice's phone gets no push

  @row-65
  Scenario: Without push there is none
    Given alice's phone is connected
    And alice's tablet has push
    When alice's phone loses its connection
    And bob sends alice "hello"
    Then alice's tablet gets no push

  @row-67
  Scenario: What comes within a second is one push of each kind
    Given alice's phone has push
    And alice's phone loses its connection
    When bob sends alice, all at once:
      | a chat state |
      | "one"        |
      | "two"        |
      | a chat state |
    Then alice's phone gets an important and an unimportant push
    And alice's phone gets no other push
    And the log says "queued" for alice's phone
    And the log says "queued" for alice's phone
    And the log says "covered" for alice's phone
    And the log says "covered" for alice's phone

  @row-68
  Scenario: What comes later is another push
    Given alice's phone has push
    And alice's phone loses its connection
    When bob sends alice "one"
    Then alice's phone gets an important push
    When bob sends alice "two"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @row-66
  Scenario: What was on its way when the connection was lost is told at once
    Given alice's phone has push
    And alice's phone acknowledges nothing any more
    When bob sends alice, all at once:
      | a chat state |
      | "one"        |
      | "two"        |
      | a chat state |
    And alice's phone loses its connection
    Then alice's phone gets an important and an unimportant push
    And alice's phone gets no other push
    And the log says "hibernation" for alice's phone
    And the log says "hibernation" for alice's phone

  @row-70
  Scenario: Back within the second, the phone is not woken
    Given alice's phone has push
    And alice's phone loses its connection
    And alice's phone is about to come back
    When bob sends alice "hello"
    And alice's phone comes back
    Then alice's phone gets no push
    And the log says "came-back" for alice's phone

  @row-71 @differs-71
  Scenario: What it has got when it came back is not told the next time
    Given alice's phone has push
    And alice's phone loses its connection
    And alice's phone is about to come back
    And bob sends alice "hello"
    And alice's phone comes back
    And alice's phone is connected
    When alice's phone loses its connection
    And bob sends alice a chat state
    Then with Bellhop, alice's phone gets an unimportant push
    But with the original, alice's phone gets an important and an unimportant push
    And alice's phone gets no other push

  Scenario: Back after the push, the next message is not pushed
    Given alice's phone has push
    And alice's phone loses its connection
    And bob sends alice "one"
    And alice's phone gets an important push
    When alice's phone comes back
    And alice's phone is connected
    And bob sends alice "two"
    Then alice's phone gets no other push

  Scenario: Lost again, pushed again
    Given alice's phone has push
    And alice's phone loses its connection
    And bob sends alice "one"
    And alice's phone gets an important push
    And alice's phone comes back
    And alice's phone is connected
    When alice's phone loses its connection
    And bob sends alice "two"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @row-53
  Scenario: Presence for a session that is away is told
    Given alice's phone has push
    And alice's phone loses its connection
    When bob shows alice's phone presence
    Then alice's phone gets an unimportant push
    And alice's phone gets no other push

  @row-53
  Scenario: A question to a session that is away is told
    Given alice's phone has push
    And alice's phone loses its connection
    When bob asks alice's phone for its software
    Then alice's phone gets an unimportant push
    And alice's phone gets no other push

  Scenario Outline: <what> for the session that is away: important
    Given alice's phone has push
    And alice's phone loses its connection
    When bob sends alice's phone <what>
    Then alice's phone gets an important push
    And alice's phone gets no other push

    @row-47
    Examples:
      | what                 |
      | an error with a text |
    @row-43
    Examples:
      | what             |
      | a room's message |
    @row-40
    Examples:
      | what             |
      | an OMEMO message |

  Scenario Outline: <what> for the session that is away: unimportant
    Given alice's phone has push
    And alice's phone loses its connection
    When bob sends alice's phone <what>
    Then alice's phone gets an unimportant push
    And alice's phone gets no other push

    @row-46
    Examples:
      | what                   |
      | a headline with a text |
      | an encrypted headline  |
    @row-44
    Examples:
      | what                 |
      | a room's new subject |

  @row-79 @differs-79
  Scenario: A call is told once
    Given alice's phone has push
    And alice's phone loses its connection
    When bob sends alice a call
    Then alice's phone gets an important push
    And with the original, alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "call" for alice's phone
    And the log says "duplicate" for alice's phone

  Scenario: A call after a message rings at once
    Given alice's phone has push
    And alice's phone loses its connection
    When bob sends alice "hello"
    And bob sends alice a call
    Then alice's phone gets an important push
    And alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "call" for alice's phone

  Scenario: A room that the phone has joined goes on talking
    Given alice's phone has push
    And alice's phone joins the room garden
    And bob's laptop joins the room garden
    And alice's phone loses its connection
    When bob's laptop says "tea?" in the room garden
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "queued" for alice's phone

  @row-50
  Scenario: The copy of what another device got
    Given alice's phone has push
    And alice's phone gets copies of messages
    And alice's laptop is connected
    And alice's phone loses its connection
    When bob sends alice's laptop "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @row-51
  Scenario: The copy of what another device sent
    Given alice's phone has push
    And alice's phone gets copies of messages
    And alice's laptop is connected
    And alice's phone loses its connection
    When alice's laptop sends bob "hello"
    Then alice's phone gets an unimportant push
    And alice's phone gets no other push

  Scenario: A phone that was put aside and then lost its connection
    Given alice's phone has push
    And alice's phone acknowledges nothing any more
    And alice's phone is put aside
    When bob sends alice a chat state
    And alice's phone loses its connection
    And bob sends alice "hello"
    Then alice's phone gets an unimportant push
    And alice's phone gets an important push
    And alice's phone gets no other push

  Scenario: A phone that was put aside and is still there
    Given alice's phone has push
    And alice's phone is put aside
    When bob sends alice a chat state
    And bob sends alice "hello"
    Then alice's phone gets no push

  @row-64 @row-65
  Scenario: A session with push waits longer than one without
    Given a domain that keeps lost sessions for 2 seconds
    And alice's phone has push
    And carol's phone is connected
    And bob can see carol's phone
    And alice's phone loses its connection
    And carol's phone loses its connection
    When bob sees carol's phone go
    Then alice's phone comes back
    And carol's phone cannot come back
    And alice's phone gets no push

  @row-66
  Scenario: After an important push the session waits as long as any other
    Given a domain that keeps lost sessions for 2 seconds
    And alice's phone has push
    And alice's phone reads the archive
    And bob can see alice's phone
    And alice's phone loses its connection
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And bob sees alice's phone go
    And alice's phone cannot come back
    And alice's phone gets no other push

  @row-64
  Scenario: Back and lost again, the session waits long again
    Given a domain that keeps lost sessions for 2 seconds
    And alice's phone has push
    And carol's phone is connected
    And bob can see carol's phone
    And alice's phone loses its connection
    And bob sends alice "hello"
    And alice's phone gets an important push
    And alice's phone comes back
    When alice's phone loses its connection
    And carol's phone loses its connection
    And bob sees carol's phone go
    Then alice's phone comes back
    And alice's phone gets no other push

  @row-69
  Scenario: An unimportant push does not shorten the waiting
    Given a domain that keeps lost sessions for 2 seconds
    And alice's phone has push
    And carol's phone is connected
    And bob can see carol's phone
    And alice's phone loses its connection
    When bob sends alice a chat state
    Then alice's phone gets an unimportant push
    When carol's phone loses its connection
    And bob sees carol's phone go
    Then alice's phone comes back
    And alice's phone gets no other push

  Scenario: When the session is over its phone is one that is away
    Given a domain that keeps lost sessions for 2 seconds
    And alice's phone has push
    And alice's phone reads the archive
    And bob can see alice's phone
    And alice's phone loses its connection
    And bob sends alice "one"
    And alice's phone gets an important push
    And bob sees alice's phone go
    When bob sends alice "two"
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "stored-offline" for alice's phone

  @row-84 @differs-84
  Scenario: What the ended session never got is told once, also where nothing reads the archive
    Given a domain that keeps lost sessions for 2 seconds
    And alice's phone has push
    And bob can see alice's phone
    And alice's phone loses its connection
    And bob sends alice "one"
    And alice's phone gets an important push
    When bob sees alice's phone go
    Then with the original, alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "duplicate" for alice's phone

  @row-94
  Scenario: A registration that is given up lets its session go
    Given a domain that keeps lost sessions for 2 seconds and bears 3 errors
    And alice's phone has push
    And bob can see alice's phone
    And alice's phone loses its connection
    And the app server answers pushes for alice's phone with the error "cancel/item-not-found"
    When bob sends alice 3 chat states, each after the answer to the push before
    Then bob sees alice's phone go
    And the log shows alice's phone as removed for "too-many-errors"

Feature: A phone that does not acknowledge
  The connection seems to be there, but the phone owes an acknowledgement.

  Background:
    Given a domain that wants acknowledgements within a second

  @row-72
  Scenario: Acknowledgements are owed for too long
    Given alice's phone has push
    And alice's phone acknowledges nothing any more
    When bob sends alice, all at once:
      | "one" |
      | "two" |
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "unacked" for alice's phone
    And the log says "covered" for alice's phone

  @row-73 @differs-73
  Scenario: What was told is not told again when the connection is lost
    Given alice's phone has push
    And alice's phone acknowledges nothing any more
    And bob sends alice "hello"
    And alice's phone gets an important push
    When alice's phone loses its connection
    Then with the original, alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "unacked" for alice's phone
    And the log says "duplicate" for alice's phone

  @row-73 @differs-73
  Scenario: What comes after the connection was lost is told
    Given alice's phone has push
    And alice's phone acknowledges nothing any more
    And bob sends alice "one"
    And alice's phone gets an important push
    And alice's phone loses its connection
    And with the original, alice's phone gets an important push
    When bob sends alice "two"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  Scenario: The phone acknowledges in time
    Given alice's phone has push
    When bob sends alice "hello"
    Then alice's phone gets no push

  Scenario: The phone acknowledges late, and then what follows in time
    Given alice's phone has push
    And alice's phone acknowledges nothing any more
    And bob sends alice "one"
    And alice's phone gets an important push
    When alice's phone acknowledges what it got
    And bob sends alice "two"
    Then alice's phone gets no other push

  Scenario: Owed and lost within the second
    Given alice's phone has push
    And alice's phone acknowledges nothing any more
    When bob sends alice "hello"
    And alice's phone loses its connection
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "hibernation" for alice's phone

  Scenario: Without push nothing is owed to anybody
    Given alice's phone is connected
    And alice's phone acknowledges nothing any more
    And alice's tablet has push
    When bob sends alice "hello"
    Then alice's tablet gets no push

  @row-79 @differs-79
  @row-79 @differs-79
  Scenario: A call is told at once, not when the acknowledgement is late
    Given alice's phone has push
    And alice's phone acknowledges nothing any more
    When bob sends alice a call
    Then alice's phone gets an important push
    And with the original, alice's phone gets an important push
    And alice's phone gets no other push

@bellhop-only
Feature: Fewer pushes
  A domain may gather what comes soon after a push, or leave out what is unimportant. The original has neither.

  Scenario: The first message is told at once, those of the next two seconds together
    Given a domain that merges the pushes of 2 seconds
    And alice's phone has push
    And alice's phone goes offline
    When bob sends alice, all at once:
      | "one"   |
      | "two"   |
      | "three" |
    Then alice's phone gets an important push
    And alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "stored-offline" for alice's phone
    And the log says "merged" for alice's phone
    And the log says "merged" for alice's phone

  Scenario: A phone that was just woken is not woken for a chat state
    Given a domain that merges the pushes of 2 seconds
    And alice's phone has push
    And alice's phone goes offline
    When bob sends alice, all at once:
      | "one"        |
      | a chat state |
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "recently-woken" for alice's phone

  Scenario: A call is never kept waiting
    Given a domain that merges the pushes of 2 seconds
    And alice's phone has push
    And alice's phone goes offline
    When bob sends alice, all at once:
      | "one"  |
      | a call |
    Then alice's phone gets an important push
    And alice's phone gets an important push
    And alice's phone gets no other push

  Scenario: A session that hibernates: what comes soon after a push shares the next one
    Given a domain that merges the pushes of 2 seconds
    And alice's phone has push
    And alice's phone loses its connection
    And bob sends alice "one"
    And alice's phone gets an important push
    When bob sends alice, all at once:
      | "two"   |
      | "three" |
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "merged" for alice's phone
    And the log says "merged" for alice's phone

  Scenario: Back before the next push, the phone is not woken
    Given a domain that merges the pushes of 2 seconds
    And alice's phone has push
    And alice's phone loses its connection
    And bob sends alice "one"
    And alice's phone gets an important push
    And alice's phone is about to come back
    When bob sends alice "two"
    And alice's phone comes back
    Then alice's phone gets no other push
    And the log says "came-back" for alice's phone

  @row-96
  Scenario: Only what is important
    Given a domain that wakes phones for what is important only
    And alice's phone has push
    And alice's phone goes offline
    When bob sends alice a chat state
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "unimportant" for alice's phone

  @row-96
  Scenario: Only what is important, while the session hibernates
    Given a domain that wakes phones for what is important only
    And alice's phone has push
    And alice's phone loses its connection
    When bob sends alice a chat state
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "unimportant" for alice's phone

@alone
Feature: When something is interrupted
  The chat server, its module or Bellhop goes away and comes back.

  Scenario: The push module is reloaded
    Given alice's phone has push
    And alice's phone goes offline
    When the chat server's push module is reloaded
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  Scenario: The push module is reloaded while a session hibernates
    Given alice's phone has push
    And alice's phone loses its connection
    When the chat server's push module is reloaded
    And bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  Scenario: The chat server restarts while the phone is away
    Given alice's phone has push
    And alice's phone goes offline
    When the chat server restarts
    And bob's laptop sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  Scenario: The chat server restarts and the session with it
    Given alice's phone has push
    And alice's phone loses its connection
    When the chat server restarts
    And bob's laptop sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @bellhop-only
  Scenario: Bellhop is away for a moment: nothing is lost and nothing is doubled
    Given alice's phone has push
    And alice's phone goes offline
    And bob sends alice "one"
    And alice's phone gets an important push
    When Bellhop is stopped
    And bob sends alice "two"
    And bob sends alice "three"
    And Bellhop is started again
    Then alice's phone gets an important push
    And alice's phone gets an important push
    And alice's phone gets no other push

  @bellhop-only
  Scenario: Nobody can enable push while Bellhop is away, and anybody afterwards
    Given carol's phone is connected
    When Bellhop is stopped
    And carol's phone tries to enable push
    Then it is refused with "wait/remote-server-timeout"
    When Bellhop is started again
    And carol's phone has push
    And carol's phone goes offline
    And bob sends carol "hello"
    Then carol's phone gets an important push

  @bellhop-only
  Scenario: A session lost while Bellhop is away is found again
    Given alice's phone has push
    And Bellhop is stopped
    When alice's phone loses its connection
    And bob sends alice "hello"
    And Bellhop is started again
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @bellhop-only
  Scenario: A phone that came back while Bellhop is away is not woken
    Given alice's phone has push
    And Bellhop is stopped
    And alice's phone loses its connection
    And bob sends alice "hello"
    And alice's phone comes back
    And alice's phone is connected
    When Bellhop is started again
    Then alice's phone gets no push

  @bellhop-only
  Scenario: A push that waited for its second survives that Bellhop is stopped
    Given alice's phone has push
    And alice's phone loses its connection
    And bob sends alice "hello"
    And the log says "queued" for alice's phone
    When Bellhop is stopped
    And Bellhop is started again
    Then alice's phone gets an important push
    And alice's phone gets no other push

Feature: What may leave the server
  A domain may let text and sender reach the app server; by default neither does.

  @row-55 @row-59 @differs-59
  Scenario: Text and sender leave where the domain allows it
    Given a domain that lets text and sender leave
    And alice's phone has push
    And alice's phone goes offline
    When bob sends alice "meet me at the station"
    Then alice's phone gets an important push
    And the push shows "meet me at the station"
    And with Bellhop, the push names the account of bob as sender
    But with the original, the push names the client of bob as sender
    And alice's phone gets no other push

  @row-56 @row-57 @differs-56 @differs-57
  Scenario Outline: Where the text may leave but there is none: <what>
    Given a domain that lets text and sender leave
    And alice's phone has push
    And alice's phone goes offline
    When bob sends alice <what>
    Then alice's phone gets a push
    And with Bellhop, the push shows "New Message!"
    But with the original, the push shows no text
    And alice's phone gets no other push

    Examples:
      | what             |
      | an OMEMO message |
      | a call           |

  @row-58 @differs-58
  Scenario: The copy of a message for another device shows its text
    Given a domain that lets text and sender leave
    And alice's phone has push
    And alice's phone gets copies of messages
    And alice's laptop is connected
    And alice's phone loses its connection
    When bob sends alice's laptop "x"
    Then alice's phone gets a push
    And with Bellhop, the push shows "x"
    But with the original, the push shows no text
    And alice's phone gets no other push

  @row-60
  Scenario: A domain without a placeholder marks what is important by an empty text
    Given a domain with an empty placeholder
    And alice's phone has push
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And the push shows ""
    And alice's phone gets no other push

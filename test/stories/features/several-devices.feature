Feature: Several devices
  A device that is away is told of what another device of the account receives; one that is there is not.

  @row-75
  Scenario: The phone is away while the tablet is there
    Given alice's phone has push
    And alice's phone goes offline
    And alice's tablet has push
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's tablet gets no push
    And alice's phone gets no other push
    And the log says "archived" for alice's phone
    And the log says "session-active" for alice's tablet

  @row-74
  Scenario: Nobody is woken who is there
    Given alice's phone has push
    And alice's tablet has push
    When bob sends alice "hello"
    Then alice's phone gets no push
    And alice's tablet gets no push
    And the log says "session-active" for alice's phone
    And the log says "session-active" for alice's tablet

  Scenario: What is not archived does not wake the phone that is away
    Given alice's phone has push
    And alice's phone goes offline
    And alice's tablet is connected
    When bob sends alice a chat state
    Then alice's phone gets no push

  Scenario Outline: The phone is away and the tablet gets <what>
    Given alice's phone has push
    And alice's phone goes offline
    And alice's tablet is connected
    When bob sends alice <what>
    Then alice's phone gets an unimportant push
    And alice's phone gets no other push
    And the log says "archived" for alice's phone

    Examples:
      | what               |
      | a receipt          |
      | a displayed marker |

  @row-77
  Scenario: A client that has not enabled push in this session is pushed to although it is there
    Given alice's phone has push
    And alice's phone goes offline
    And alice's phone connects anew
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "archived" for alice's phone

  @row-77 @differs-77
  Scenario: A client that comes again under its old name need not enable push again
    Given alice's phone connects as "phone"
    And alice's phone has push
    And alice's phone goes offline
    And alice's phone connects as "phone"
    And the log says "rebound" for alice's phone
    And alice's phone gets no push
    When bob sends alice "hello"
    Then with Bellhop, alice's phone gets no push
    But with the original, alice's phone gets an important push
    And alice's phone gets no other push

  @row-78
  Scenario: A call rings everywhere at once, also where somebody is
    Given alice's phone has push
    And alice's tablet has push
    When bob sends alice a call
    Then alice's phone gets an important push
    And alice's tablet gets an important push
    And alice's phone gets no other push
    And alice's tablet gets no other push
    And the log says "call" for alice's phone
    And the log says "call" for alice's tablet

  Scenario Outline: <what> wakes nobody who is there
    Given alice's phone has push
    When bob sends alice <what>
    Then alice's phone gets no push

    Examples:
      | what                     |
      | the withdrawal of a call |
      | the end of a call        |

  @row-80
  Scenario: What the tablet sends does not wake the phone
    Given alice's phone has push
    And alice's phone goes offline
    And alice's tablet is connected
    When alice's tablet sends bob "hello"
    Then alice's phone gets no push

  @row-81 @differs-81
  Scenario: What the tablet sends to somebody of the same name does not wake the phone either
    Given alice's phone has push
    And alice's phone goes offline
    And alice's tablet is connected
    When alice's tablet sends somebody of the same name elsewhere "hello"
    Then with Bellhop, alice's phone gets no push
    But with the original, alice's phone gets an important push
    And alice's phone gets no other push

  @row-82 @differs-82
  Scenario: A note to oneself reaches the phone that is away
    Given alice's phone has push
    And alice's phone goes offline
    And alice's tablet is connected
    When alice's tablet notes "buy milk" for itself
    Then alice's phone gets an important push
    And with the original, alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "archived" for alice's phone

  @row-84 @differs-84
  Scenario: A session without presence: one message is one push
    Given alice's phone has push
    And alice's phone goes offline
    And alice's laptop is connected without showing presence
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And with the original, alice's phone gets an important push
    And alice's phone gets no other push
    And the log says "archived" for alice's phone
    And the log says "duplicate" for alice's phone

  @row-99 @differs-99
  Scenario: A session that enabled push for two apps is there for both
    Given alice's phone has push
    And alice's phone has push for its second app
    When bob sends alice "hello"
    Then with the original, alice's phone gets an important push
    And alice's phone gets no other push

  @row-99 @differs-99
  Scenario: A session that enabled push for two apps hibernates: the newest app is woken
    Given alice's phone has push
    And alice's phone has push for its second app
    And alice's phone loses its connection
    When bob sends alice "hello"
    Then alice's phone gets an important push for its second app
    And with the original, alice's phone gets an important push
    And alice's phone gets no other push

  @row-98 @differs-98
  Scenario: A session left behind does not wake the phone that is there again
    Given alice's phone has push
    And alice's phone loses its connection
    And alice's phone connects anew
    And alice's phone enables push again
    When bob sends alice "hello"
    Then with the original, alice's phone gets an important and an unimportant push
    And alice's phone gets no other push

  Scenario Outline: The phone hibernates and the tablet is there: <what>
    Given alice's phone has push
    And alice's tablet has push
    And alice's phone loses its connection
    When bob sends alice <what>
    Then alice's phone gets <push> push
    And alice's phone gets no other push
    And alice's tablet gets no push
    And the log says "queued" for alice's phone

    Examples:
      | what         | push           |
      | "hello"      | an important   |
      | a chat state | an unimportant |

  Scenario: Phone and tablet hibernate: each has its push
    Given alice's phone has push
    And alice's tablet has push
    And alice's phone loses its connection
    And alice's tablet loses its connection
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's tablet gets an important push
    And alice's phone gets no other push
    And alice's tablet gets no other push

  @row-63
  Scenario: What a room sends to the account is for every device, also for one that is there
    Given alice's phone has push
    And alice's tablet has push
    And alice's tablet goes offline
    When bob sends alice a room's message
    Then alice's phone gets an important push
    And alice's tablet gets an important push
    And alice's phone gets no other push
    And alice's tablet gets no other push

  @row-85
  Scenario: The chat server's own push is for every device, also for one that is there
    Given alice's phone has push
    And alice's tablet has push
    And alice's tablet loses its connection
    When the chat server pings alice
    Then alice's phone gets an unimportant push
    And alice's tablet gets an unimportant push
    And alice's phone gets no other push
    And alice's tablet gets no other push

  Scenario: The phone was forgotten by the server and enables push anew
    Given a domain that keeps lost sessions for 2 seconds
    And alice's phone has push
    And alice's phone reads the archive
    And bob can see alice's phone
    And alice's phone loses its connection
    And bob sends alice "one"
    And alice's phone gets an important push
    And bob sees alice's phone go
    And alice's phone cannot come back
    When alice's phone connects anew
    And alice's phone enables push again
    And bob sends alice "two"
    Then alice's phone gets no other push
    And the log says "session-active" for alice's phone

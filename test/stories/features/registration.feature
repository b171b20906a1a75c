Feature: Enabling and disabling push
  A client names its app server, a node there, and options that are handed on.

  @row-1 @row-2
  Scenario: The account tells that it can push, the domain does not
    Given alice's phone is connected
    Then alice's phone finds push among the features of its account
    And alice's phone finds no push among the features of its domain

  @row-4 @own-options
  Scenario: Without options none are sent
    Given alice's phone enables push without options
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And the push has no options
    And alice's phone gets no other push

  @row-5 @own-options
  Scenario: Without a node none is sent
    Given alice's phone enables push without a node
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And the push has no node
    And alice's phone gets no other push

  @row-6
  Scenario: An app server has to be named
    When alice's phone tries to enable push without naming an app server
    Then it is refused with "modify/bad-request: Missing jid"

  @row-7
  Scenario: A client is not its own app server
    When alice's phone tries to enable push at its own address
    Then it is refused with "modify/bad-request: JID must be different from ours"

  @row-8 @differs-8
  Scenario: An account is no app server
    When alice's phone tries to enable push at its own account
    Then with Bellhop, it is refused with "modify/bad-request"
    But with the original, it is accepted

  @row-9 @own-options
  Scenario: The last options count
    Given alice's phone enables push with the secret "one"
    And alice's phone enables push with the secret "two"
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And the push carries the secret "two"
    And alice's phone gets no other push
    And the log says "stored-offline" for alice's phone

  @row-10
  Scenario: Two nodes are two registrations
    Given alice's phone has push
    And alice's phone has push for its second app
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets an important push for its second app
    And alice's phone gets no other push

  @row-11 @own-options
  Scenario: Enabled again without options, the old ones are gone
    Given alice's phone has push
    And alice's phone enables push without options
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And the push has no options
    And alice's phone gets no other push

  @row-12 @own-options
  Scenario: Options of any form are handed on as they are
    Given alice's phone enables push with this in the request:
      """
      <x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'><value>urn:example:mine</value></field><field var='b'><value>1</value><value>2</value></field><field var='a'/></x>
      """
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And the push carries exactly:
      """
      <x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'><value>urn:example:mine</value></field><field var='b'><value>1</value><value>2</value></field><field var='a'/></x>
      """
    And alice's phone gets no other push

  @row-13 @own-options
  Scenario: The order of the options is kept
    Given alice's phone enables push with this in the request:
      """
      <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='pushModule'><value>monalProdiOS</value></field></x>
      """
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And the push carries exactly:
      """
      <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='pushModule'><value>monalProdiOS</value></field></x>
      """
    And alice's phone gets no other push

  @row-14 @own-options
  Scenario: What is not understood is ignored
    Given alice's phone enables push with this in the request:
      """
      <priority xmlns='tigase:push:priority:0'/><unknown xmlns='urn:example:mine'><child/></unknown>
      """
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And the push has no options
    And alice's phone gets no other push

  @row-15
  Scenario: Enabling is not a question
    When alice's phone tries to enable push by a question
    Then it is refused with "cancel/service-unavailable"

  @row-16
  Scenario: Nobody enables push on somebody else's account
    When alice's phone tries to enable push on the account of bob
    Then it is refused with "cancel/service-unavailable"

  @row-24 @bellhop-only
  Scenario: A domain may allow certain app servers only
    Given a domain that allows one other app server only
    When alice's phone tries to enable push
    Then it is refused with "cancel/not-allowed"

  @row-29
  Scenario: Disabled is disabled
    Given alice's phone has push
    And alice's phone disables push
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets no push
    And the log says "no-registration" about alice

  @row-29
  Scenario: A session that disabled push is not pushed to while it hibernates
    Given alice's phone has push
    And alice's phone disables push
    And alice's phone loses its connection
    When bob sends alice "hello"
    Then alice's phone gets no push

  @row-25
  Scenario: One node is disabled, the other stays
    Given alice's phone has push
    And alice's phone has push for its second app
    And alice's phone disables push for its second app
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  @row-26
  Scenario: Without a node everything at the app server is disabled
    Given alice's phone has push
    And alice's phone has push for its second app
    And alice's phone disables push for everything at the app server
    And alice's phone goes offline
    When bob sends alice "hello"
    Then alice's phone gets no push

  @row-27
  Scenario: What is to be disabled has to be named
    When alice's phone tries to disable push without naming an app server
    Then it is refused with "modify/bad-request: Missing jid"

  @row-28
  Scenario: Disabling what is not enabled is no fault
    When alice's phone tries to disable push that it never enabled
    Then it is accepted

  @row-30 @differs-30
  Scenario: Another device disables push for a phone that hibernates
    Given alice's phone has push
    And alice's tablet is connected
    And alice's phone loses its connection
    When alice's tablet disables push for alice's phone
    And bob sends alice "hello"
    Then with Bellhop, alice's phone gets no push
    But with the original, alice's phone gets an important push
    And alice's phone gets no other push

  @row-30 @differs-30
  Scenario: Another device disables push for a phone whose push is just about to be made
    Given alice's phone has push
    And alice's tablet is connected
    And alice's phone loses its connection
    When bob sends alice "hello"
    And alice's tablet disables push for alice's phone
    Then with Bellhop, alice's phone gets no push
    But with the original, alice's phone gets an important push
    And alice's phone gets no other push

  @row-25
  Scenario: A session for which one of two nodes is disabled is pushed to for the other
    Given alice's phone has push
    And alice's phone has push for its second app
    And alice's phone disables push for its second app
    And alice's phone loses its connection
    When bob sends alice "hello"
    Then alice's phone gets an important push
    And alice's phone gets no other push

  Scenario: A session that disabled push waits no longer than any other
    Given a domain that keeps lost sessions for 2 seconds
    And alice's phone has push
    And bob can see alice's phone
    When alice's phone disables push
    And alice's phone loses its connection
    Then bob sees alice's phone go

  @row-31
  Scenario: Of six devices the first one is forgotten
    Given alice's first phone has push
    And alice's second phone has push
    And alice's third phone has push
    And alice's fourth phone has push
    And alice's fifth phone has push
    And alice's sixth phone has push
    And alice's first phone goes offline
    And alice's second phone goes offline
    And alice's third phone goes offline
    And alice's fourth phone goes offline
    And alice's fifth phone goes offline
    And alice's sixth phone goes offline
    When bob sends alice "hello"
    Then alice's second phone gets an important push
    And alice's third phone gets an important push
    And alice's fourth phone gets an important push
    And alice's fifth phone gets an important push
    And alice's sixth phone gets an important push
    And alice's first phone gets no push
    And the log shows alice's first phone as removed for "device-cap"

  @row-32
  Scenario: A device that enabled push again is not the oldest any more
    Given alice's first phone has push
    And alice's second phone has push
    And alice's third phone has push
    And alice's fourth phone has push
    And alice's fifth phone has push
    And alice's first phone enables push again
    And alice's sixth phone has push
    And alice's first phone goes offline
    And alice's second phone goes offline
    And alice's third phone goes offline
    And alice's fourth phone goes offline
    And alice's fifth phone goes offline
    And alice's sixth phone goes offline
    When bob sends alice "hello"
    Then alice's first phone gets an important push
    And alice's third phone gets an important push
    And alice's fourth phone gets an important push
    And alice's fifth phone gets an important push
    And alice's sixth phone gets an important push
    And alice's second phone gets no push
    And the log shows alice's second phone as removed for "device-cap"

  @row-33 @differs-33
  Scenario: A forgotten device is forgotten also where its session hibernates
    Given alice's first phone has push
    And alice's second phone has push
    And alice's third phone has push
    And alice's fourth phone has push
    And alice's fifth phone has push
    And alice's sixth phone has push
    And alice's first phone loses its connection
    When bob sends alice "hello"
    Then with Bellhop, alice's first phone gets no push
    But with the original, alice's first phone gets an important push
    And alice's second phone gets no push
    And alice's sixth phone gets no push

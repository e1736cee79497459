Feature: Who may do what, and lists

  Background:
    Given it is "2026-03-02 10:00:00" in "America/Bogota"
    And agents "Ana, Beto, Caro"
    And supervisors "Sol, Sara"
    And admins "Ada"
    And inbox "Ventas" with members "Ana, Beto, Sara"
    And inbox "Soporte" with members "Caro"

  @V4
  Scenario: V4 Private hides an owned and a closed chat, until it enters a shared inbox
    Given option "TakenVisibleTo" is "InboxMembers"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    Then "Beto" see "K"
    When "Beto" marks "K" private
    Then it fails with "not owner"
    When "Ana" marks "K" private
    Then "Beto, Caro" does not see "K"
    And "Ana, Sol, Ada" see "K"
    When "Ana" closes "K"
    Then "Beto, Caro" does not see "K"
    And "Ana, Sol" see "K"
    When "Ana" takes "K"
    And "Ana" returns "K"
    Then "Beto" see "K"

  @V5
  Scenario: V5 Who is unknown or removed may do nothing
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Zoe" takes "K"
    Then it fails with "not found"
    When agent "Ana" is removed
    And "Ana" takes "K"
    Then it fails with "not found"
    And "Ana" does not see "K"

  @V6
  Scenario: V6 The account next door hears nothing
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And agent "Beto" is removed
    Then every invariant holds

  @V7
  Scenario: V7 Which refusal comes first
    Given tags "vip" exist
    And option "TakenVisibleTo" is "InboxMembers"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Beto" closes "K"
    Then it fails with "not owner"
    When "Beto" tags "K" with "nope"
    Then it fails with "not owner"
    When "Caro" closes "K"
    Then it fails with "not found"
    When "Sara" answers "K"
    Then it fails with "not owner"
    When "Ana" returns "K"
    And "Ana" closes "K"
    Then it fails with "not allowed"
    When "Sol" returns "K"
    Then it fails with "illegal transition"
    When "24h" pass
    And "Caro" answers "K"
    Then it fails with "session expired"

  @V8
  Scenario: V8 Read and unread by who owns it, or who may take it
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Beto" marks "K" read
    Then there are 1 "Read" events for "K"
    When "Sol" marks "K" unread
    Then it fails with "not allowed"
    When "Ana" takes "K"
    And "Sol" marks "K" unread
    Then it fails with "not allowed"
    When "Ana" marks "K" unread
    Then the counter "UnreadMine" of "Ana" is 1

  @V8
  Scenario: V8 Supervisors take only as members, unless the option says otherwise
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Sol" takes "K"
    Then it fails with "not allowed"
    When "Sara" takes "K"
    Then "K" is in AGENTE "Sara"
    Given option "SupervisorsTakeAny" is "on"
    When "L" writes
    And the bot hands "L" over to "Ventas"
    And "Sol" takes "L"
    Then "L" is in AGENTE "Sol"

  @V8
  Scenario: V8 A chat in a Personal inbox
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" transfers "K" to inbox "Personal of Ana"
    And "Beto" takes "K"
    Then it fails with "not found"
    When "Sol" takes "K"
    Then it fails with "not allowed"
    When "Sol" closes "K"
    Then it fails with "not allowed"
    When "Ana" moves "K" to inbox "Ventas"
    Then "K" is in BANDEJA "Ventas"

  @Q3
  Scenario: Q3 A long list goes on page by page, nothing twice and nothing left out
    Given agent "Ana" holds 120 answered chats
    When "K" writes
    Then "Ana, Sol" see "K"
    And the counter "All" of "Sol" is 121
    And the counter "Mine" of "Ana" is 120
    And the counter "All" of "Beto" is 1

Feature: Places, where the pages are silent

  Background:
    Given it is "2026-03-02 10:00:00" in "America/Bogota"
    And agents "Ana, Beto, Caro"
    And supervisors "Sol"
    And inbox "Ventas" with members "Ana, Beto"
    And inbox "Soporte" with members "Caro"

  @S8
  Scenario: S8 An inbox with chats is deleted only into another
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And inbox "Ventas" is deleted
    Then it fails with "inbox not empty"
    When inbox "Ventas" is deleted into "Personal of Ana"
    Then it fails with "invalid"
    When inbox "Ventas" is deleted into "Soporte"
    Then "K" is in BANDEJA "Soporte"
    When inbox "General" is deleted
    Then it fails with "invalid"

  @S8
  Scenario: S8 A removed agent's chats go back to their old place in the queue
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "1m" pass
    And "L" writes
    And the bot hands "L" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" sets the affinity of "K" to "Ana"
    And "1m" pass
    And agent "Ana" is removed
    Then "K" is in BANDEJA "Ventas"
    And "K" has no affinity
    And the "Unassigned" list of "Beto" by waiting is "K, L"

  @S8
  Scenario: S8 A removed agent's Personal inbox goes with them
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" transfers "K" to inbox "Personal of Ana"
    And agent "Ana" is removed
    Then "K" is in BANDEJA "Ventas"

  @S9
  Scenario: S9 TakenFrom is the shared inbox that the chat was last in
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" transfers "K" to agent "Caro"
    And "Caro" returns "K"
    Then "K" is in BANDEJA "Ventas"
    When "Ana" takes "K"
    And "Ana" transfers "K" to inbox "Personal of Ana"
    And "Ana" takes "K"
    And "Ana" closes "K"
    And "Caro" takes "K"
    And "Caro" returns "K"
    Then "K" is in BANDEJA "Ventas"

Feature: Reasons of decisions
  Background:
    Given agents "Ana, Beto, Caro"
    And supervisors "Sol"
    And inbox "V" with members "Ana, Sol"
  @A12
  Scenario: A12 Reasons, off
    When "K" writes
    And the bot hands "K" over to "V"
    Then "K" waits because of "assignment off"
    And the decision for "K" skips "Ana" as "assignment off"
  @A12
  Scenario: A12 Reasons, no agents
    Given inbox "E" with members ""
    And inbox "E" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "E"
    Then "K" waits because of "no agents"
    And nobody could be assigned to "K"
  @A12
  Scenario: A12 Reasons, role and away
    Given inbox "V" uses preset "support"
    And agent "Ana" is "Away"
    When "K" writes
    And the bot hands "K" over to "V"
    Then "K" waits because of "role"
    And "K" waits because of "away"
    And the decision for "K" skips "Sol" as "role"
  @A12
  Scenario: A12 Reasons, affinity not member
    Given inbox "V" uses preset "support"
    And admins "Ada"
    When "K" writes
    And "Ada" sets the affinity of "K" to "Beto"
    And the bot hands "K" over to "V"
    Then "K" is in AGENTE "Ana"
    And the decision for "K" skips "Beto" as "not member"
  @A12
  Scenario: A12 Reasons, closed hours
    Given inbox "V" uses preset "support"
    And the schedule of "V" is:
      | day | from | to |
      | Tue | 09:00 | 10:00 |
    When "K" writes
    And the bot hands "K" over to "V"
    Then "K" waits because of "closed hours"
    And nobody could be assigned to "K"
    And the decision for "K" skips "Ana" as "closed hours"
  @A12
  Scenario: A12 Reasons, turn
    Given inbox "W" with members "Ana, Beto"
    And inbox "W" uses preset "support"
    When "K" writes
    And the bot hands "K" over to "W"
    Then the decision for "K" skips "Beto" as "not their turn"
    When "10m" pass
    Then the decision for "K" skips "Ana" as "current owner"
  @A12
  Scenario: A12 Reasons, removed
    Given inbox "V" uses preset "support"
    And admins "Ada"
    When "K" writes
    And "Ada" sets the affinity of "K" to "Ana"
    And agent "Ana" is removed
    And the bot hands "K" over to "V"
    Then "K" has no affinity
    And nobody could be assigned to "K"
    And "Ana" is "Offline" because of "removed"
  @A12
  Scenario: A12 Reasons, invariants
    Given inbox "V" uses preset "sales"
    And agent "Ana" has a limit of 2
    And agent "Ana" holds 3 answered chats
    When "K" writes
    And the bot hands "K" over to "V"
    Then "K" waits because of "full"
    And the list of "Ana" by waiting is "K, contact 1 of Ana, contact 2 of Ana, contact 3 of Ana"

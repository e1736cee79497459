Feature: Assignment, where the pages are silent

  Background:
    Given it is "2026-03-02 10:00:00" in "America/Bogota"
    And agents "Ana, Beto, Caro"
    And supervisors "Sol"
    And inbox "Ventas" with members "Ana, Beto, Caro"

  @P5
  Scenario: P5 Ramp-in: so many chats in a period after coming online
    Given option "RampIn" is "1 per 10m"
    And agent "Beto" is "Offline"
    And agent "Caro" is "Offline"
    And inbox "Ventas" assigns with:
      | setting | value |
      | limit   | 5     |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Ana"
    When "L" writes
    And the bot hands "L" over to "Ventas"
    Then "L" waits because of "ramp-in"
    When it is "10:09:59"
    Then "L" is in BANDEJA "Ventas"
    When it is "10:10:00"
    Then "L" is in AGENTE "Ana"

  @A5
  Scenario: A5 Access that is granted assigns at once
    Given inbox "Soporte" with members "Caro"
    And inbox "Soporte" uses preset "support"
    And agent "Caro" is "Offline"
    When "K" writes
    And the bot hands "K" over to "Soporte"
    Then "K" is in BANDEJA "Soporte"
    When "Ana" joins inbox "Soporte"
    Then "K" is in AGENTE "Ana"

  @A7
  Scenario Outline: A7 Strategies: <strategy>
    Given inbox "Ventas" assigns with:
      | setting  | value      |
      | strategy | <strategy> |
      | limit    | 10         |
    And the last one assigned in "Ventas" was "Caro"
    And agent "Ana" has a limit of 4
    And agent "Ana" holds 2 answered chats
    And agent "Beto" holds 3 answered chats
    And "1m" pass
    And agent "Caro" holds 4 answered chats
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "<agent>"

    Examples:
      | strategy     | agent |
      | round robin  | Ana   |
      | least loaded | Ana   |
      | free share   | Beto  |
      | longest idle | Ana   |
      | fixed order  | Ana   |

  @A7
  Scenario: A7 Fixed order gives the first as long as they can take it
    Given inbox "Ventas" assigns with:
      | setting  | value       |
      | strategy | fixed order |
      | limit    | 2           |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "L" writes
    And the bot hands "L" over to "Ventas"
    And "M" writes
    And the bot hands "M" over to "Ventas"
    Then "K" is in AGENTE "Ana"
    And "L" is in AGENTE "Ana"
    And "M" is in AGENTE "Beto"

  @A8
  Scenario: A8 Only members who attend are given chats, and nothing comes from Personal or Closed
    Given agents "Dani"
    And inbox "Soporte" with members "Sol"
    And inbox "Soporte" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "Soporte"
    Then "K" is in BANDEJA "Soporte"
    And the decision for "K" skips "Sol" as "role"
    Given option "Attends" is "Sol"
    Then "K" is in AGENTE "Sol"
    When "Sol" transfers "K" to inbox "Personal of Ana"
    Then "K" is in BANDEJA "Personal of Ana"
    When "Ana" takes "K"
    And "Ana" closes "K"
    Then "K" is closed

  @A9
  Scenario: A9 The clock pauses while the inbox is closed
    Given inbox "Ventas" uses preset "support"
    And the schedule of "Ventas" is:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |
    When it is "17:55:00"
    And "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Ana"
    When it is "2026-03-03 09:04:59"
    Then "K" is in AGENTE "Ana"
    And there are 0 "Rotated" events for "K"
    When it is "2026-03-03 09:05:00"
    Then "K" rotated from "Ana" to "Beto" at "09:05:00"

  @A9
  Scenario: A9 With EveryTurn each message that waits starts the clock again
    Given option "EveryTurn" is "on"
    And inbox "Ventas" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" answers "K"
    And "5m" pass
    And "K" writes
    And "59s" pass
    Then "K" is in AGENTE "Ana"
    When "1s" pass
    Then "K" is in AGENTE "Beto"

  @A9
  Scenario: A9 The clock runs for chats taken by hand too
    Given inbox "Ventas" assigns with:
      | setting        | value     |
      | reassign after | 1m        |
      | excluded       | Ana, Caro |
    And agent "Beto" is "Offline"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Beto" goes "Online"
    And "59s" pass
    Then "K" is in AGENTE "Ana"
    When "1s" pass
    Then "K" is in AGENTE "Beto"

  @A10
  Scenario: A10 Rotation goes to another by the same order, limits apply
    Given inbox "Ventas" assigns with:
      | setting        | value |
      | reassign after | 1m    |
      | limit          | 1     |
    And agent "Beto" holds 1 answered chats
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Ana"
    When "1m" pass
    Then "K" rotated from "Ana" to "Caro" at "10:01:00"
    And the decision for "K" skips "Beto" as "full"
    And the decision for "K" skips "Ana" as "current owner"

  @A10
  Scenario: A10 An answer resets the count of rotations
    Given inbox "Ventas" assigns with:
      | setting        | value |
      | reassign after | 1m    |
      | max rotations  | 1     |
      | every turn     | on    |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "1m" pass
    And "Beto" answers "K"
    And "K" writes
    And "1m" pass
    Then there are 2 "Rotated" events for "K"
    And there are 0 "RotationsExhausted" events for "K"

  @A11
  Scenario Outline: A11 Who returned it is not given it for five minutes: <time>
    Given inbox "Ventas" assigns with:
      | setting  | value      |
      | excluded | Beto, Caro |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" returns "K"
    Then "K" waits because of "returned it"
    When it is "<time>"
    Then "K" is in <place>

    Examples:
      | time     | place            |
      | 10:04:59 | BANDEJA "Ventas" |
      | 10:05:00 | AGENTE "Ana"     |

  @A12
  Scenario: A12 Every candidate has a reason
    Given inbox "Ventas" assigns with:
      | setting  | value |
      | limit    | 1     |
      | excluded | Caro  |
    And agent "Ana" holds 1 answered chats
    And agent "Beto" is "Away"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then nobody could be assigned to "K"
    And there are 1 "NobodyEligible" events for "K"
    And the decision for "K" skips "Ana" as "full"
    And the decision for "K" skips "Beto" as "away"
    And the decision for "K" skips "Caro" as "excluded"
    When "Beto" goes "Online"
    Then "K" is in AGENTE "Beto"

  @A13
  Scenario: A13 Without AssignOnlyOpen it is assigned while closed
    Given option "AssignOnlyOpen" is "off"
    And inbox "Ventas" uses preset "support"
    And the schedule of "Ventas" is:
      | day | from  | to    |
      | Tue | 09:00 | 18:00 |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Ana"

  @A14
  Scenario: A14 The limit holds when many wait and one slot frees
    Given inbox "Ventas" assigns with:
      | setting  | value      |
      | limit    | 2          |
      | excluded | Beto, Caro |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "L" writes
    And the bot hands "L" over to "Ventas"
    And "M" writes
    And the bot hands "M" over to "Ventas"
    And "N" writes
    And the bot hands "N" over to "Ventas"
    Then the load of "Ana" is 2
    When "Ana" closes "K"
    Then the load of "Ana" is 2
    And "M" is in AGENTE "Ana"
    And "N" is in BANDEJA "Ventas"
    And every invariant holds

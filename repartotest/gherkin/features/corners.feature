Feature: Corners where two rules meet

  Background:
    Given it is "2026-03-02 10:00:00" in "America/Bogota"
    And agents "Ana, Beto, Caro"
    And supervisors "Sol"
    And admins "Ada"
    And inbox "Ventas" with members "Ana, Beto"
    And inbox "Soporte" with members "Ana, Caro"

  @F2 @F9
  Scenario: F2 An own assistant that is off duty doesn't borrow General's
    Given no bot answers on "whatsapp"
    And channel "whatsapp" enters inbox "Ventas"
    And an assistant is active in "General"
    And an assistant is active in "Ventas"
    And the assistant of "Ventas" works "18:00" to "20:00"
    When "K" writes
    Then "K" is in BANDEJA "Ventas"
    Given the assistant of "Ventas" is "Draft"
    When "L" writes
    Then "L" is with the assistant

  @A5
  Scenario: A5 The longest waiting first, across all inboxes of the freed agent
    Given inbox "Ventas" assigns with:
      | setting  | value |
      | limit    | 1     |
      | excluded | Beto  |
    And inbox "Soporte" assigns with:
      | setting  | value |
      | limit    | 1     |
      | excluded | Caro  |
    When "J" writes
    And the bot hands "J" over to "Ventas"
    And "1s" pass
    And "K" writes
    And the bot hands "K" over to "Soporte"
    And "1s" pass
    And "L" writes
    And the bot hands "L" over to "Ventas"
    And "Ana" closes "J"
    Then "K" is in AGENTE "Ana"
    And "L" is in BANDEJA "Ventas"
    When "Sol" sets the priority of "L" to -1
    And "M" writes
    And the bot hands "M" over to "Soporte"
    And "Ana" closes "K"
    Then "M" is in AGENTE "Ana"

  @A5 @L18
  Scenario: A5 Who is returned keeps their place in the queue
    Given inbox "Ventas" assigns with:
      | setting       | value |
      | limit         | 1     |
      | excluded      | Beto  |
      | return memory | 0     |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "1m" pass
    And "L" writes
    And the bot hands "L" over to "Ventas"
    And "Ana" returns "K"
    Then "K" is in AGENTE "Ana"
    And "L" is in BANDEJA "Ventas"

  @A11
  Scenario: A11 A chat that a supervisor takes from an agent for an inbox isn't given back to them
    Given inbox "Soporte" uses preset "support"
    And agent "Caro" is "Offline"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Sol" transfers "K" to inbox "Soporte"
    Then "K" is in BANDEJA "Soporte"
    And "K" waits because of "returned it"
    When "Sol" assigns "K" to "Beto"
    And "Beto" transfers "K" to inbox "Ventas"
    And "Sol" moves "K" to inbox "Soporte"
    Then "K" is in AGENTE "Ana"

  @A10
  Scenario: A10 An assignment by hand resets the count of rotations
    Given inbox "Ventas" assigns with:
      | setting        | value |
      | reassign after | 1m    |
      | max rotations  | 1     |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "1m" pass
    And "Beto" transfers "K" to agent "Ana"
    And "1m" pass
    Then "K" is in AGENTE "Beto"
    And there are 2 "Rotated" events for "K"

  @L57 @A5
  Scenario: L57 The fallback assigns what comes to it
    Given inbox "Soporte" uses preset "support"
    And inbox "Ventas" assigns with:
      | setting        | value   |
      | reassign after | 1m      |
      | max rotations  | 1       |
      | fallback       | Soporte |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "2m" pass
    Then "K" is in AGENTE "Ana"
    And the previous state of "K" is BANDEJA "Soporte"

  @P2
  Scenario: P2 Presence forbids nothing by hand
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" goes "Offline"
    And "Ana" takes "K"
    And "Ana" answers "K"
    Then "K" is in AGENTE "Ana"
    And "Ana" is "Offline" because of "sign-out"

  @V4 @L28
  Scenario: V4 Private ends with a new episode
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" marks "K" private
    And "Ana" closes "K"
    Then "Beto" does not see "K"
    When "K" writes
    Then "Beto, Caro" see "K"

  @L27 @L51
  Scenario: L27 No tolerance after a supervisor closed what waits, nor for an owner who is gone
    Given the closing tolerance is "30m"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Sol" closes "K"
    And "K" writes
    Then "K" is with the flow bot
    When the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" closes "K"
    And agent "Ana" is removed
    And "K" writes
    Then "K" is with the flow bot

  @F10 @L12
  Scenario: F10 Who writes from a queue after closing time is told
    Given the schedule of "General" is:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And it is "17:59:59"
    And "K" writes
    Then there are 0 "OutOfHours" events for "K"
    When it is "18:00:00"
    And "K" writes
    Then there are 1 "OutOfHours" events for "K"

  @L48 @A9
  Scenario: L48 At one instant the ending comes before the rotation
    Given channel "whatsapp" has a window of "10m"
    And inbox "Ventas" uses preset "support"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And it is "10:10:00"
    Then "K" is in EXPIRADO
    And there are 0 "Rotated" events for "K"

  @N1 @A11
  Scenario: N1 The affinity agent who returned it isn't waited for
    Given option "AffinityWait" is "1h"
    And inbox "Ventas" uses preset "support"
    When "K" writes
    And "Ada" sets the affinity of "K" to "Ana"
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Ana"
    When "Ana" returns "K"
    Then "K" is in AGENTE "Beto"
    And the affinity of "K" is "Ana"

  @L31 @L44
  Scenario: L44 Two restore at once
    When "K" writes
    And "24h" pass
    And "Ana" sends a template to "K"
    And "Beto" sends a template to "K"
    Then it fails with "already taken"

  @S8 @L54
  Scenario: S8 What named a deleted inbox names its destination
    Given channel "whatsapp" enters inbox "Ventas"
    When "K" writes
    And the bot hands "K" over
    And "Ana" takes "K"
    And inbox "Ventas" is deleted into "Soporte"
    And "Ana" returns "K"
    Then "K" is in BANDEJA "Soporte"
    When "L" writes
    And the bot hands "L" over
    Then "L" is in BANDEJA "Soporte"

  @L40 @L31
  Scenario: L40 An episode that an agent began has no Pending
    When "Ana" sends a template to "K"
    And "K" writes
    And "Ana" returns "K"
    Then "K" is in BANDEJA "General"
    And there are 0 "Pending" events for "K"

  @A9 @L31
  Scenario: A9 The opening template doesn't stop the clock of the contact's next message
    Given inbox "General" uses preset "sales"
    When "Ana" sends a template to "K"
    And "10m" pass
    Then "K" is in AGENTE "Ana"
    When "K" writes
    And "59s" pass
    Then "K" is in AGENTE "Ana"
    When "1s" pass
    Then "K" is in AGENTE "Beto"

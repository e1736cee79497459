Feature: Messages, operations and time

  Background:
    Given it is "2026-03-02 10:00:00" in "America/Bogota"
    And agents "Ana, Beto"
    And inbox "Ventas" with members "Ana, Beto"

  @E3
  Scenario: E3 The same message again has no second effect
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "1m" pass
    And "K" writes again with the same message id
    Then there are 1 "Received" events for "K"
    When "23h58m59s" pass
    Then "K" is in BANDEJA "Ventas"
    When "1s" pass
    Then "K" is in EXPIRADO

  @L48
  Scenario: L48 A restart in the middle loses nothing
    Given inbox "Ventas" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "59s" pass
    And the process restarts
    Then "K" is in AGENTE "Ana"
    When "1s" pass
    Then "K" is in AGENTE "Beto"

  @V7
  Scenario: V7 Leaving an inbox ends sight of it
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Beto" leaves inbox "Ventas"
    Then "Beto" does not see "K"
    When "Beto" joins inbox "Ventas"
    Then "Beto" see "K"

  @L42
  Scenario: L42 A channel with a window of its own, and automatic closing
    Given channel "sms" has a window of "2h"
    And option "AutoClose" is "30m"
    When "K" writes on "sms"
    And it is "10:29:59"
    Then "K" is in BANDEJA "General"
    When it is "10:30:00"
    Then "K" is closed

Feature: Sales, told in English
  The same story as sales.es.feature, event by event.

  Background:
    Given it is "2026-03-02 16:00:00" in "America/Argentina/Buenos_Aires"
    And agents "Ana, Beto"
    And inbox "Ventas" with members "Ana, Beto"
    And inbox "Ventas" uses preset "sales"

  @A1 @L21
  Scenario: A1 It rotates after a minute
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Ana"
    When it is "16:00:59"
    Then "K" is in AGENTE "Ana"
    When it is "16:01:00"
    Then "K" rotated from "Ana" to "Beto" at "16:01:00"

  @L43
  Scenario: L43 A greeting is no answer
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And an automatic greeting of "Ana" is sent to "K"
    And "60s" pass
    Then "K" is in AGENTE "Beto"

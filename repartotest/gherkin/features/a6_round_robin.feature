Feature: Round robin

  Background:
    Given it is "2026-03-02 10:00:00" in "America/Argentina/Buenos_Aires"
    And agents "Ana, Beto, Caro"
    And inbox "Ventas" with members "Ana, Beto, Caro"
    And inbox "Ventas" assigns with:
      | setting | value |
      | limit   | 2     |

  @A6
  Scenario: Each in their turn
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Ana"
    When "L" writes
    And the bot hands "L" over to "Ventas"
    Then "L" is in AGENTE "Beto"

Feature: Presence, told in English

  @P2 @P3
  Scenario: P2 P3 Inactive, and back to a full queue
    Given it is "2026-03-02 10:00:00" in "America/Mexico_City"
    And agents "Ana"
    And supervisors "Sol"
    And inbox "Soporte" with members "Ana"
    And inbox "Soporte" uses preset "support"
    And inactivity counts
    When "10m" pass
    Then "Ana" is "Offline" because of "inactivity"
    When "K" writes
    And the bot hands "K" over to "Soporte"
    Then "K" waits because of "offline"
    And nobody could be assigned to "K"
    When "Ana" does anything
    Then "K" is in AGENTE "Ana"
    When "Ana" goes "Away"
    And "Ana" closes "K"
    Then "K" is closed
    And "Ana, Sol" see "K"

Feature: Who answers first, told in English

  @F2 @F5
  Scenario: F2 Humans first, and the assistant at night
    Given it is "2026-03-02 17:59:59" in "America/Bogota"
    And agents "Ana"
    And no bot answers on "whatsapp"
    And the schedule of "General" is:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |
    And an assistant is active in "General"
    And the priority of "General" is "Humans"
    When "K" writes
    Then "K" is in BANDEJA "General"
    When "1s" pass
    And "L" writes
    Then "L" is with the assistant
    When the assistant hands "L" over
    Then "L" is in BANDEJA "General"
    And there are 1 "OutOfHours" events for "L"
    And "General" next opens at "2026-03-03 09:00:00"

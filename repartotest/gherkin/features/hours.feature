Feature: Opening hours and who answers, where the page is silent

  Background:
    Given it is "2026-03-02 10:00:00" in "America/Bogota"
    And agents "Ana, Beto"
    And supervisors "Sol"

  @F4 @A8
  Scenario: F4 A supervisor is no human who is available, unless they attend
    Given no bot answers on "whatsapp"
    And an assistant is active in "General"
    And the priority of "General" is "Humans"
    And agent "Ana" is "Offline"
    And agent "Beto" is "Offline"
    When "K" writes
    Then "K" is with the assistant
    Given option "Attends" is "Sol"
    When "L" writes
    Then "L" is in BANDEJA "General"

  @F8
  Scenario: F8 A human coming online pulls no chat from the assistant
    Given no bot answers on "whatsapp"
    And an assistant is active in "General"
    And the priority of "General" is "Humans"
    And agent "Ana" is "Offline"
    And agent "Beto" is "Offline"
    When "K" writes
    Then "K" is with the assistant
    When "Ana" goes "Online"
    Then "K" is with the assistant
    When "K" writes
    Then "K" is with the assistant
    When "L" writes
    Then "L" is in BANDEJA "General"

  @F11
  Scenario: F11 The answer holds until the assistant's hours or the business's end it
    Given no bot answers on "whatsapp"
    And the assistant of "General" works "18:00" to "09:00"
    When it is "17:59:59"
    And "K" writes
    Then "K" is in BANDEJA "General"
    When it is "18:00:00"
    And "L" writes
    Then "L" is with the assistant
    When it is "2026-03-03 08:59:59"
    And "M" writes
    Then "M" is with the assistant
    When it is "2026-03-03 09:00:00"
    And "N" writes
    Then "N" is in BANDEJA "General"

  @F13
  Scenario: F13 Several ranges a day, and a night that a holiday cuts at midnight
    Given the schedule of "General" is:
      | day | from  | to    |
      | Mon | 09:00 | 13:00 |
      | Mon | 15:00 | 18:00 |
      | Fri | 22:00 | 02:00 |
    And "2026-03-14" is a holiday in "General"
    And "2026-03-09" has hours "20:00" to "01:00" in "General"
    Then "General" is open at "2026-03-02 12:59:59"
    And "General" is closed at "2026-03-02 13:00:00"
    And "General" is closed at "2026-03-02 14:59:59"
    And "General" is open at "2026-03-02 15:00:00"
    And "General" is open at "2026-03-07 01:59:59"
    And "General" is closed at "2026-03-07 02:00:00"
    And "General" is open at "2026-03-13 23:59:59"
    And "General" is closed at "2026-03-14 00:00:00"
    And "General" is closed at "2026-03-09 10:00:00"
    And "General" is open at "2026-03-10 00:59:59"
    And "General" is closed at "2026-03-10 01:00:00"
    And "General" next opens at "2026-03-02 10:00:00"

  @F13
  Scenario: F13 A schedule without hours never opens
    When the schedule of "General" becomes:
      | day | from | to |
    Then "General" never opens

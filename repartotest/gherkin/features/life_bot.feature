Feature: The life of a chat: bots, assistants and the queue

  Background:
    Given it is "2026-03-02 10:00:00" in "America/Bogota"
    And agents "Ana, Beto, Caro"
    And supervisors "Sol"
    And admins "Ada"
    And inbox "Ventas" with members "Ana, Beto"
    And inbox "Soporte" with members "Caro"

  @L2 @L4
  Scenario: L2 L4 Without a flow bot the assistant answers, and its chat goes on
    Given no bot answers on "whatsapp"
    And channel "whatsapp" enters inbox "Soporte"
    And an assistant is active in "General"
    When "K" writes
    Then "K" is with the assistant
    When "23h59m59s" pass
    And "K" writes
    And "23h59m59s" pass
    Then "K" is with the assistant
    And there are 2 "Received" events for "K"
    When "1s" pass
    Then "K" is in EXPIRADO
    When "K" writes
    And the assistant hands "K" over
    Then "K" is in BANDEJA "Soporte"

  @L3
  Scenario: L3 Without bot and assistant a human is needed at once
    Given no bot answers on "whatsapp"
    And inbox "Ventas" uses preset "support"
    And channel "whatsapp" enters inbox "Ventas"
    When "K" writes
    Then "K" is in AGENTE "Ana"
    And there are 1 "Pending" events for "K"
    And there are 1 "Assigned" events for "K"
    And the previous state of "K" is BANDEJA "Ventas"

  @L6 @L7
  Scenario: L6 L7 A hand-off to a scope whose assistant answers, and its overflow to people
    Given an assistant is active in "Soporte"
    And the priority of "Soporte" is "Assistant"
    When "K" writes
    And the bot hands "K" over to "Soporte"
    Then "K" is with the assistant
    And there are 0 "Pending" events for "K"
    When the assistant hands "K" over
    Then "K" is in BANDEJA "Soporte"
    And there are 1 "Pending" events for "K"
    And there are 2 "HandedOff" events for "K"

  @L8
  Scenario: L8 An assistant that is no longer active hands over at the next message
    Given an assistant is active in "Soporte"
    When "K" writes
    And the bot hands "K" over to "Soporte"
    And the assistant of "Soporte" is "Inactive"
    Then "K" is with the assistant
    When "K" writes
    Then "K" is in BANDEJA "Soporte"
    And there are 1 "Pending" events for "K"

  @L9
  Scenario: L9 The bot closes
    Given the closing tolerance is "30m"
    When "K" writes
    And the bot closes "K"
    Then "K" is closed
    When "K" writes
    Then "K" is with the flow bot
    And the episode of "K" is 2

  @L11
  Scenario: L11 Automatic assignment records its decision
    Given inbox "Ventas" uses preset "support"
    And agent "Ana" is "Away"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Beto"
    And there are 1 "Assigned" events for "K"
    And the decision for "K" skips "Ana" as "away"

  @L12
  Scenario: L12 Who writes again keeps their place in the queue
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "1m" pass
    And "L" writes
    And the bot hands "L" over to "Ventas"
    And "1m" pass
    And "K" writes
    And inbox "Ventas" assigns with:
      | setting | value |
      | limit   | 1     |
    Then "K" is in AGENTE "Ana"
    And "L" is in AGENTE "Beto"

  @L13 @L29
  Scenario: L13 A supervisor moves a waiting chat, and one out of Closed while the window is open
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Sol" moves "K" to inbox "Soporte"
    Then "K" is in BANDEJA "Soporte"
    And there are 1 "Moved" events for "K"
    When "Ana" moves "K" to inbox "Ventas"
    Then it fails with "not found"
    When "Caro" takes "K"
    And "Caro" closes "K"
    And it is "2026-03-03 09:59:59"
    And "Sol" moves "K" to inbox "Ventas"
    Then "K" is in BANDEJA "Ventas"
    And there are 1 "Reopened" events for "K"
    And the episode of "K" is 1

  @L13
  Scenario: L13 Out of Closed nothing moves once the window has ended
    When "K" writes
    And the bot closes "K"
    And "24h" pass
    And "Sol" moves "K" to inbox "Ventas"
    Then it fails with "session expired"

  @L14
  Scenario: L14 A supervisor assigns a waiting and a closed chat
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Sol" assigns "K" to "Caro"
    Then "K" is in AGENTE "Caro"
    And there are 1 "Assigned" events for "K"
    When "Caro" closes "K"
    And "Sol" assigns "K" to "Beto"
    Then "K" is in AGENTE "Beto"
    And there are 1 "Reopened" events for "K"
    When "L" writes
    And the bot hands "L" over to "Ventas"
    And "Ana" assigns "L" to "Beto"
    Then it fails with "not allowed"

  @L37
  Scenario Outline: L37 A bot whose contact falls silent: <action> at <time>
    Given option "BotIdleAfter" is "10m"
    And option "BotIdleAction" is "<action>"
    And channel "whatsapp" enters inbox "Ventas"
    When "K" writes
    And "5m" pass
    And "K" writes
    And it is "<time>"
    Then "K" is in <place>

    Examples:
      | action   | time     | place              |
      | hand off | 10:14:59 | BOT                |
      | hand off | 10:15:00 | BANDEJA "Ventas"   |
      | close    | 10:14:59 | BOT                |
      | close    | 10:15:00 | BANDEJA "Cerradas" |

  @L49
  Scenario: L49 An inbox that a bot can't mean is as if not named
    Given channel "whatsapp" enters inbox "Soporte"
    When "K" writes
    And the bot hands "K" over to "Nowhere"
    Then "K" is in BANDEJA "Soporte"
    And there are 1 "UnknownInbox" events for "K"
    When "L" writes
    And the bot hands "L" over to "Cerradas"
    Then "L" is in BANDEJA "Soporte"
    When "M" writes
    And the bot hands "M" over to "Personal of Ana"
    Then "M" is in BANDEJA "Soporte"
    When the bot hands "M" over to "Ventas"
    Then it fails with "not in charge"
    When "Sol" moves "M" to inbox "Nowhere"
    Then it fails with "no such inbox"

  @L51
  Scenario: L51 A supervisor closes what waits and what has expired
    Given the closing tolerance is "30m"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" closes "K"
    Then it fails with "not allowed"
    When "Sol" closes "K"
    Then "K" is closed
    When "K" writes
    Then "K" is with the flow bot
    When "24h" pass
    And "Sol" closes "K"
    Then "K" is closed

  @L52
  Scenario: L52 With Intervene a supervisor takes, moves and closes in BOT
    When "K" writes
    And "Sol" takes "K"
    Then it fails with "not allowed"
    Given option "Intervene" is "on"
    When "Sol" takes "K"
    Then "K" is in AGENTE "Sol"
    And there are 1 "Pending" events for "K"
    When "L" writes
    And "Sol" moves "L" to inbox "Ventas"
    Then "L" is in BANDEJA "Ventas"
    And there are 1 "Pending" events for "L"
    When "M" writes
    And "Ada" closes "M"
    Then "M" is closed
    When "N" writes
    And "Ana" takes "N"
    Then it fails with "not allowed"

  @L54
  Scenario: L54 A deleted inbox's chats keep their place and are assigned in the destination
    Given inbox "Soporte" uses preset "support"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And inbox "Ventas" is deleted into "Soporte"
    Then "K" is in AGENTE "Caro"
    And the previous state of "K" is BANDEJA "Soporte"

  @L58
  Scenario: L58 The contact leaves, wherever the chat is
    Given the closing tolerance is "30m"
    When "K" writes
    And "K" leaves
    Then "K" is closed
    And there are 1 "Left" events for "K"
    And there are 1 "Closed" events for "K"
    When "L" writes
    And the bot hands "L" over to "Ventas"
    And "L" leaves
    Then "L" is closed
    When "M" writes
    And the bot hands "M" over to "Ventas"
    And "Ana" takes "M"
    And "M" leaves
    Then "M" is closed
    And the load of "Ana" is 0
    When "M" writes
    Then "M" is with the flow bot

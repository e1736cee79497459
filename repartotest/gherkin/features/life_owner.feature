Feature: The life of a chat: owners, templates and time

  Background:
    Given it is "2026-03-02 10:00:00" in "America/Bogota"
    And agents "Ana, Beto, Caro, Eva"
    And supervisors "Sol"
    And inbox "Ventas" with members "Ana, Beto"
    And inbox "Soporte" with members "Caro"

  @L16 @Q5
  Scenario: L16 The owner's reply reads the chat and stops the answer clock
    Given inbox "Ventas" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Ana"
    And the counter "UnreadMine" of "Ana" is 1
    When "59s" pass
    And "Ana" answers "K"
    Then the counter "UnreadMine" of "Ana" is 0
    And there are 1 "Answered" events for "K"
    When "1h" pass
    Then "K" is in AGENTE "Ana"
    And there are 0 "Rotated" events for "K"

  @L17
  Scenario: L17 The contact writes to their agent
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" answers "K"
    And "K" writes
    Then "K" is in AGENTE "Ana"
    And the counter "UnreadMine" of "Ana" is 1
    And there are 2 "Received" events for "K"

  @L21
  Scenario: L21 The answer clock runs out and somebody else gets the chat
    Given inbox "Ventas" uses preset "support"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And it is "10:09:59"
    Then "K" is in AGENTE "Ana"
    When it is "10:10:00"
    Then "K" is in AGENTE "Beto"
    And "K" rotated from "Ana" to "Beto" at "10:10:00"
    And the load of "Ana" is 0

  @L22
  Scenario: L22 The answer clock runs out and there is nobody else
    Given inbox "Ventas" uses preset "support"
    And agent "Beto" is "Offline"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And it is "10:09:59"
    Then there are 0 "RotationSkipped" events for "K"
    When it is "10:10:00"
    Then "K" is in AGENTE "Ana"
    And there are 1 "RotationSkipped" events for "K"
    When it is "10:20:00"
    Then there are 2 "RotationSkipped" events for "K"

  @L25
  Scenario: L25 An owner who goes away or offline keeps the chat
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" goes "Away"
    Then "K" is in AGENTE "Ana"
    When "Ana" goes "Offline"
    Then "K" is in AGENTE "Ana"
    And the load of "Ana" is 1

  @L26
  Scenario: L26 The owner is removed
    Given inbox "Ventas" uses preset "support"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    Then "K" is in AGENTE "Ana"
    When agent "Ana" is removed
    Then "K" is in AGENTE "Beto"
    And the previous state of "K" is BANDEJA "Ventas"
    And there are 1 "Returned" events for "K"

  @L29
  Scenario: L29 Any agent takes a chat out of Closed
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" closes "K"
    And "Caro" takes "K"
    Then "K" is in AGENTE "Caro"
    And the episode of "K" is 1
    And there are 1 "Reopened" events for "K"
    When "Caro" answers "K"
    Then there are 1 "Answered" events for "K"

  @L29 @L32
  Scenario: L29 Taken out of Closed with the window closed it waits for the contact
    When "K" writes
    And the bot closes "K"
    And it is "2026-03-04 12:00:00"
    And "Caro" takes "K"
    And "Caro" answers "K"
    Then it fails with "session expired"
    When it is "2026-03-05 11:59:59"
    Then "K" is in AGENTE "Caro"
    When it is "2026-03-05 12:00:00"
    Then "K" is in EXPIRADO

  @L30
  Scenario: L30 A closed chat stays closed when its window ends
    When "K" writes
    And the bot closes "K"
    And "48h" pass
    Then "K" is closed
    And there are 0 "Expired" events for "K"

  @L32
  Scenario: L32 Restored by template it waits 24 hours for the contact
    When "K" writes
    And "24h" pass
    And "Ana" sends a template to "K"
    And it is "2026-03-04 09:59:59"
    Then "K" is in AGENTE "Ana"
    When it is "2026-03-04 10:00:00"
    Then "K" is in EXPIRADO
    And the load of "Ana" is 0

  @L32
  Scenario: L32 A template that can't be sent expires the chat at once, an answer that can't is only told
    When "Ana" sends a template to "K"
    And sending to "K" fails
    Then "K" is in EXPIRADO
    When "L" writes
    And the bot hands "L" over to "Ventas"
    And "Ana" takes "L"
    And "Ana" answers "L"
    And sending to "L" fails
    Then "L" is in AGENTE "Ana"
    And there are 1 "SendFailed" events for "L"

  @L33
  Scenario: L33 An agent opens a chat by template, if they may
    Given agent "Eva" may not restore
    When "Eva" sends a template to "K"
    Then it fails with "not allowed"
    When "Ana" sends a template to "K"
    Then "K" is in AGENTE "Ana"
    And the episode of "K" is 1
    And there are 1 "Started" events for "K"
    And there are 1 "TemplateSent" events for "K"
    And there are 0 "Pending" events for "K"

  @L33 @L42
  Scenario: L33 On a channel without a window it is closed after a day
    Given channel "webchat" has no window
    When "K" writes on "webchat"
    And the bot closes "K"
    Then it fails with "not in charge"
    When it is "2026-03-03 09:59:59"
    Then "K" is in BANDEJA "General"
    When it is "2026-03-03 10:00:00"
    Then "K" is closed

  @L34
  Scenario: L34 A campaign's template begins no episode
    When a campaign template is sent to "K"
    Then "K" is in EXPIRADO
    And the episode of "K" is 0
    When "K" writes
    Then "K" is with the flow bot
    And the episode of "K" is 1
    When a campaign template is sent to "K"
    Then "K" is with the flow bot
    And there are 2 "TemplateSent" events for "K"

  @L35
  Scenario: L35 Free text needs an open window, to the second
    Given option "OnWindowEnd" is "Nothing"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And it is "2026-03-03 09:59:59"
    And "Ana" answers "K"
    And it is "2026-03-03 10:00:00"
    And "Ana" answers "K"
    Then it fails with "session expired"
    And there are 1 "Answered" events for "K"

  @L36
  Scenario: L36 Notes, tags and marks move nothing
    Given tags "vip" exist
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" notes "asks for an invoice" on "K"
    And "Ana" tags "K" with "vip"
    And "Ana" untags "K" from "vip"
    And "Ana" marks "K" read
    And "Ana" marks "K" unread
    And "Ana" marks "K" private
    And "Sol" sets the priority of "K" to 5
    Then "K" is in AGENTE "Ana"
    And the previous state of "K" is BANDEJA "Ventas"
    And there are 1 "Noted" events for "K"
    And there are 1 "Tagged" events for "K"
    And there are 1 "Untagged" events for "K"
    And there are 1 "Read" events for "K"
    And there are 1 "Unread" events for "K"
    And there are 1 "MadePrivate" events for "K"
    And there are 1 "PriorityChanged" events for "K"

  @L53
  Scenario: L53 With TakeOver a supervisor takes an owned chat
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Sol" takes "K"
    Then it fails with "already taken"
    Given option "TakeOver" is "on"
    When "Sol" takes "K"
    Then "K" is in AGENTE "Sol"
    And the load of "Ana" is 0
    And the load of "Sol" is 1

  @L55
  Scenario: L55 Only the bot in charge speaks in BOT
    When "K" writes
    And "Ana" answers "K"
    Then it fails with "not owner"
    And "K" is with the flow bot
    And there are 0 "BotReplied" events for "K"

  @L56
  Scenario: L56 A template by the owner is an answer, elsewhere there is no owner
    Given inbox "Ventas" uses preset "sales"
    When "K" writes
    And "Ana" sends a template to "K"
    Then it fails with "not owner"
    When the bot hands "K" over to "Ventas"
    And "59s" pass
    And "Ana" sends a template to "K"
    And "1h" pass
    Then "K" is in AGENTE "Ana"
    And there are 0 "Rotated" events for "K"
    And there are 1 "TemplateSent" events for "K"

  @L57
  Scenario: L57 Rotations that are used up go to the fallback
    Given inbox "Ventas" assigns with:
      | setting        | value   |
      | reassign after | 1m      |
      | max rotations  | 1       |
      | fallback       | Soporte |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "1m" pass
    Then "K" is in AGENTE "Beto"
    When "59s" pass
    Then "K" is in AGENTE "Beto"
    When "1s" pass
    Then "K" is in BANDEJA "Soporte"
    And there are 1 "RotationsExhausted" events for "K"

  @L57
  Scenario: L57 Without a fallback the last one keeps it and the clock stays off
    Given inbox "Ventas" assigns with:
      | setting        | value |
      | reassign after | 1m    |
      | max rotations  | 1     |
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "5m" pass
    Then "K" is in AGENTE "Beto"
    And there are 1 "Rotated" events for "K"
    And there are 1 "RotationsExhausted" events for "K"

  @L41
  Scenario: L41 A template opens no window, the contact's message does
    When "K" writes
    And "24h" pass
    And "Ana" sends a template to "K"
    And "Ana" answers "K"
    Then it fails with "session expired"
    When "K" writes
    And "Ana" answers "K"
    Then there are 1 "Answered" events for "K"

  @L42
  Scenario Outline: L42 What a window's end does: <end>
    Given option "OnWindowEnd" is "<end>"
    When "K" writes
    And it is "2026-03-03 09:59:59"
    Then "K" is in BOT
    When it is "2026-03-03 10:00:00"
    Then "K" is in <place>

    Examples:
      | end      | place              |
      | EXPIRADO | EXPIRADO           |
      | Closed   | BANDEJA "Cerradas" |
      | Nothing  | BOT                |

  @L43
  Scenario: L43 An automatic greeting is no answer
    Given inbox "Ventas" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And an automatic greeting of "Ana" is sent to "K"
    And "1m" pass
    Then "K" is in AGENTE "Beto"
    And there are 1 "Answered" events for "K"

  @L44
  Scenario: L44 Two take at once: the second learns that it is taken
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Beto" takes "K"
    Then it fails with "already taken"
    When "Ana" takes "K"
    Then it fails with "same place"
    When "Caro" takes "K"
    Then it fails with "not found"
    When "Sol" assigns "K" to "Beto"
    Then it fails with "already taken"
    When "Ana" marks "K" private
    And "Beto" takes "K"
    Then it fails with "not found"

  @L46
  Scenario: L46 What a transfer may not be, and what it really is
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And "Ana" takes "K"
    And "Ana" transfers "K" to agent "Ana"
    Then it fails with "same place"
    When "Ana" transfers "K" to inbox "Cerradas"
    Then it fails with "invalid"
    When "Ana" transfers "K" to inbox "Nowhere"
    Then it fails with "no such inbox"
    When "Ana" transfers "K" to agent "Zoe"
    Then it fails with "no such agent"
    And there are 0 "Transferred" events for "K"
    When "Ana" transfers "K" to inbox "Ventas"
    Then there are 1 "Returned" events for "K"
    When "Sol" moves "K" to inbox "Ventas"
    Then it fails with "same place"
    Given agent "Caro" is "Offline"
    When "Ana" takes "K"
    And "Ana" transfers "K" to agent "Caro"
    Then "K" is in AGENTE "Caro"

  @L47
  Scenario: L47 An assistant that is late can't talk over the human
    Given no bot answers on "whatsapp"
    And an assistant is active in "General"
    And option "Intervene" is "on"
    When "K" writes
    Then "K" is with the assistant
    When "Sol" takes "K"
    And the assistant hands "K" over
    Then it fails with "not in charge"
    And "K" is in AGENTE "Sol"

  @L48
  Scenario: L48 A late tick tells each missed deadline at its own time
    Given inbox "Ventas" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And the clock jumps to "10:02:10" without ticks, then ticks once
    Then "K" rotated from "Ana" to "Beto" at "10:01:00"
    And "K" rotated from "Beto" to "Ana" at "10:02:00"
    And there are 2 "Rotated" events for "K"

  @L48
  Scenario: L48 A missed rotation more than an hour old becomes one, at the tick's time
    Given inbox "Ventas" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And the clock jumps to "11:01:01" without ticks, then ticks once
    Then there are 1 "Rotated" events for "K"
    And "K" rotated from "Ana" to "Beto" at "11:01:01"

  @L48
  Scenario: L48 A missed rotation of just an hour is told at its own time still
    Given inbox "Ventas" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And the clock jumps to "11:01:00" without ticks, then ticks once
    Then "K" rotated from "Ana" to "Beto" at "10:01:00"
    And there are 61 "Rotated" events for "K"

  @L48
  Scenario: L48 A command at a deadline comes after it
    Given inbox "Ventas" uses preset "sales"
    When "K" writes
    And the bot hands "K" over to "Ventas"
    And it is "10:01:00"
    And "Ana" answers "K"
    Then it fails with "not found"

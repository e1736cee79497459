# language: es
Característica: Ordenamiento y contadores de chats

  Antecedentes:
    Dado que es "2026-03-02 10:00:00" en "America/Argentina/Buenos_Aires"
    Y los agentes "Ana, Beto"
    Y los supervisores "Sol"
    Y la bandeja "Ventas" con los miembros "Ana, Beto"
    Y "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y pasan "1m"
    Y "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Y pasan "1m"
    Y "M" escribe
    Y el bot deriva a "M" a "Ventas"
    Y pasan "1m"

  @Q1
  Escenario: Q1 Cada bandeja muestra lo suyo
    Cuando "Ana" toma a "L"
    Entonces la lista "Unassigned" de "Beto" por espera es "K, M"
    Y la lista "Mine" de "Ana" por espera es "L"
    Y la lista "Mine" de "Beto" por espera es ""
    Y la lista "Agents" de "Sol" por actividad es "L"

  @Q2
  Escenario: Q2 Por espera: primero los no leídos, el mensaje sin responder más viejo primero
    Cuando "Ana" toma a "K"
    Y "Ana" responde a "K"
    Entonces la lista de "Ana" por espera es "L, M, K"
    Cuando pasan "1m"
    Y "K" escribe
    Y "L" escribe
    Entonces la lista de "Ana" por espera es "L, M, K"
    Cuando "Ana" marca a "K" como leído
    Entonces la lista de "Ana" por espera es "L, M, K"
    Cuando "Ana" marca a "K" como no leído
    Entonces la lista de "Ana" por espera es "L, M, K"

  @Q2
  Escenario: Q2 Por actividad: arriba el último intercambio, en cualquier sentido
    Entonces la lista de "Ana" por actividad es "M, L, K"
    Cuando "Ana" toma a "K"
    Y "Ana" responde a "K"
    Entonces la lista de "Ana" por actividad es "K, M, L"
    Cuando pasan "1m"
    Y "L" escribe
    Entonces la lista de "Ana" por actividad es "L, K, M"

  @Q4
  Escenario: Q4 Los contadores son de lo que cada uno puede ver
    Cuando "Ana" toma a "L"
    Entonces el contador "Unassigned" de "Beto" es 2
    Y el contador "All" de "Beto" es 2
    Y el contador "All" de "Sol" es 3
    Y el contador "Agents" de "Beto" es 0
    Y el contador "UnreadMine" de "Ana" es 1
    Y el contador "UnreadMine" de "Beto" es 0

  @Q5
  Escenario: Q5 Leído y no leído
    Cuando "Ana" toma a "K"
    Entonces el contador "UnreadMine" de "Ana" es 1
    Cuando "Ana" responde a "K"
    Entonces el contador "UnreadMine" de "Ana" es 0
    Cuando "K" escribe
    Entonces el contador "UnreadMine" de "Ana" es 1
    Cuando "Ana" marca a "K" como leído
    Entonces el contador "UnreadMine" de "Ana" es 0
    Cuando "Ana" marca a "K" como no leído
    Entonces el contador "UnreadMine" de "Ana" es 1

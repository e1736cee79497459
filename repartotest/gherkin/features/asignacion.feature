# language: es
Característica: Asignación automática
  Los presets de ventas y de soporte, y la configuración personalizada.

  Antecedentes:
    Dado que es "2026-03-02 16:00:00" en "America/Argentina/Buenos_Aires"
    Y los agentes "Ana, Beto, Caro"
    Y los supervisores "Sol"
    Y la bandeja "Ventas" con los miembros "Ana, Beto, Caro"

  @A1 @L21
  Escenario: A1 Preset ventas: todos los agentes, sin límite, rota al minuto
    Dado que la bandeja "Ventas" usa el preset "ventas"
    Y el agente "Ana" tiene 40 chats respondidos
    Y el agente "Ana" está "desconectado"
    Y el agente "Beto" está "ausente"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Cuando son las "16:00:59"
    Entonces "K" está en AGENTE "Ana"
    Cuando son las "16:01:00"
    Entonces "K" rotó de "Ana" a "Beto" a las "16:01:00"
    Cuando son las "16:02:00"
    Entonces "K" rotó de "Beto" a "Caro" a las "16:02:00"

  @A2 @L21
  Escenario: A2 Preset soporte: solo en línea, hasta diez, rota a los diez minutos
    Dado que la bandeja "Ventas" usa el preset "soporte"
    Y el agente "Ana" está "ausente"
    Y el agente "Beto" tiene 9 chats respondidos
    Y el agente "Caro" tiene 10 chats respondidos
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Beto"
    Y la carga de "Beto" es 10
    Y la decisión de "K" descarta a "Ana" por "away"
    Y la decisión de "K" descarta a "Caro" por "full"
    Cuando "Ana" pasa a "en línea"
    Y son las "16:09:59"
    Entonces "K" está en AGENTE "Beto"
    Cuando son las "16:10:00"
    Entonces "K" rotó de "Beto" a "Ana" a las "16:10:00"

  @A2
  Escenario: A2 Con diez chats no se asigna el undécimo
    Dado que la bandeja "Ventas" usa el preset "soporte"
    Y el agente "Ana" tiene 10 chats respondidos
    Y el agente "Beto" tiene 10 chats respondidos
    Y el agente "Caro" está "desconectado"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en BANDEJA "Ventas"
    Y "K" espera por "full"
    Y no se pudo asignar a nadie para "K"
    Cuando el límite de la bandeja "Ventas" pasa a 11
    Entonces "K" está en AGENTE "Ana"

  @A3
  Esquema del escenario: A3 Cada ajuste por separado: <setting> <value>
    Dado que la bandeja "Ventas" asigna con:
      | setting   | value   |
      | <setting> | <value> |
    Y el agente "Ana" está "desconectado"
    Y el agente "Beto" tiene 1 chats respondidos
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "<primero>"
    Cuando pasan "2m"
    Entonces "K" está en AGENTE "<después>"

    Ejemplos:
      | setting        | value  | primero | después |
      | eligible       | online | Beto    | Beto    |
      | eligible       | all    | Ana     | Ana     |
      | limit          | 1      | Caro    | Caro    |
      | reassign after | 2m     | Beto    | Caro    |
      | excluded       | Beto   | Caro    | Caro    |

  @A4
  Escenario: A4 El límite propio reemplaza al de la bandeja, y a mano no cuenta
    Dado que la bandeja "Ventas" asigna con:
      | setting  | value |
      | limit    | 5     |
      | excluded | Caro  |
    Y el agente "Ana" tiene un límite de 1
    Y el agente "Beto" está "desconectado"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Cuando "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Entonces "L" espera por "full"
    Cuando "Ana" toma a "L"
    Entonces la carga de "Ana" es 2

  @A4
  Escenario: A4 Con LimitManual tampoco se toma a mano
    Dado que la opción "LimitManual" es "on"
    Y la opción "Limit" es "1"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Y "Ana" toma a "L"
    Entonces falla con "limit reached"
    Cuando "Sol" asigna a "L" a "Ana"
    Entonces falla con "limit reached"

  @A4
  Escenario: A4 Los chats cerrados y expirados no cuentan
    Dado que la bandeja "Ventas" asigna con:
      | setting  | value      |
      | limit    | 1          |
      | excluded | Beto, Caro |
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y pasan "1m"
    Y "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Entonces "L" está en BANDEJA "Ventas"
    Cuando son las "2026-03-03 15:59:59"
    Entonces "L" está en BANDEJA "Ventas"
    Cuando son las "2026-03-03 16:00:00"
    Entonces "K" está en EXPIRADO
    Y "L" está en AGENTE "Ana"

  @A5
  Escenario: A5 Cuando el agente cierra un chat, se le asigna el que más espera
    Dado que la bandeja "Ventas" asigna con:
      | setting  | value      |
      | limit    | 1          |
      | excluded | Beto, Caro |
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y pasan "1m"
    Y "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Y pasan "1m"
    Y "M" escribe
    Y el bot deriva a "M" a "Ventas"
    Y "Ana" cierra a "K"
    Entonces "L" está en AGENTE "Ana"
    Y "M" está en BANDEJA "Ventas"
    Cuando pasan "1m"
    Y "N" escribe
    Y el bot deriva a "N" a "Ventas"
    Y "Sol" fija la prioridad de "N" en 5
    Y "Ana" cierra a "L"
    Entonces "N" está en AGENTE "Ana"

  @A6
  Escenario: A6 Por turnos, y quien no podía conserva el suyo
    Dado que la bandeja "Ventas" asigna con:
      | setting  | value       |
      | strategy | round robin |
    Y el último asignado en "Ventas" fue "Caro"
    Y el agente "Beto" está "ausente"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Cuando "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Entonces "L" está en AGENTE "Caro"
    Cuando "Beto" pasa a "en línea"
    Y "M" escribe
    Y el bot deriva a "M" a "Ventas"
    Entonces "M" está en AGENTE "Beto"
    Cuando el proceso se reinicia
    Y "N" escribe
    Y el bot deriva a "N" a "Ventas"
    Entonces "N" está en AGENTE "Ana"

  @A6
  Escenario: A6 Tomar a mano no mueve el turno, rotar sí
    Dado que la bandeja "Ventas" asigna con:
      | setting        | value |
      | reassign after | 1m    |
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Cuando pasan "1m"
    Entonces "K" está en AGENTE "Beto"
    Cuando "Beto" responde a "K"
    Y "L" escribe
    Y el bot deriva a "L" a "General"
    Y "Caro" toma a "L"
    Y "M" escribe
    Y el bot deriva a "M" a "Ventas"
    Entonces "M" está en AGENTE "Caro"

  @A9
  Escenario: A9 El reloj empieza con el primer mensaje sin responder y no se mueve con los siguientes
    Dado que la bandeja "Ventas" usa el preset "ventas"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y pasan "30s"
    Y "K" escribe
    Y son las "16:00:59"
    Entonces "K" está en AGENTE "Ana"
    Cuando son las "16:01:00"
    Entonces "K" está en AGENTE "Beto"
    Cuando "Beto" responde a "K"
    Y "K" escribe
    Y pasan "10m"
    Entonces "K" está en AGENTE "Beto"

  @A13
  Escenario: A13 Fuera del horario los chats esperan, y al abrir se asignan
    Dado que la bandeja "Ventas" usa el preset "soporte"
    Y el horario de "Ventas" es:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |
    Cuando son las "17:59:59"
    Y "J" escribe
    Y el bot deriva a "J" a "Ventas"
    Entonces "J" está en AGENTE "Ana"
    Cuando son las "18:00:00"
    Y "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en BANDEJA "Ventas"
    Y "K" espera por "closed hours"
    Cuando son las "2026-03-03 08:59:59"
    Entonces "K" está en BANDEJA "Ventas"
    Cuando son las "2026-03-03 09:00:00"
    Entonces "K" está en AGENTE "Beto"

# language: es
@F12 @F13 @A13
Característica: horarios de un contact center
  Una bandeja cerrada no asigna; al abrir, reparte lo que espera, en cualquier día y a cualquier cambio de hora.

  Antecedentes:
    Dado que es "2026-03-26 08:00:00" en "Europe/Madrid"
    Y los agentes "Ana"
    Y ningún bot atiende en "whatsapp"
    Y la bandeja "General" asigna con:
      | setting  | value  |
      | eligible | online |

  Escenario: turno partido
    Dado que el horario de "General" es:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 13:00 |
      | Mon-Fri | 15:00 | 18:00 |
    Cuando son las "13:00:00"
    Y "K" escribe
    Entonces "K" está en BANDEJA "General"
    Y "K" espera por "closed hours"
    Y hay 1 eventos "OutOfHours" de "K"
    Cuando son las "14:59:59"
    Entonces "K" está en BANDEJA "General"
    Cuando son las "15:00:00"
    Entonces "K" está en AGENTE "Ana"

  Escenario: turno de noche
    Dado que el horario de "General" es:
      | day     | from  | to    |
      | Mon-Fri | 22:00 | 06:00 |
    Entonces "General" está abierto a las "2026-03-27 05:59:59"
    Y "General" está cerrado a las "2026-03-27 06:00:00"
    Y "General" está abierto a las "2026-03-28 05:59:59"
    Y "General" está cerrado a las "2026-03-28 22:00:00"
    Cuando "K" escribe
    Y son las "21:59:59"
    Entonces "K" está en BANDEJA "General"
    Cuando son las "22:00:00"
    Entonces "K" está en AGENTE "Ana"

  Escenario: un feriado cierra el día entero y la noche anterior a las doce
    Dado que el horario de "General" es:
      | day     | from  | to    |
      | Mon-Sun | 22:00 | 06:00 |
    Y "2026-03-27" es feriado en "General"
    Entonces "General" está abierto a las "2026-03-26 23:59:59"
    Y "General" está cerrado a las "2026-03-27 00:00:00"
    Y "General" está cerrado a las "2026-03-27 22:00:00"
    Y "General" está abierto a las "2026-03-28 22:00:00"

  Escenario: medio día
    Dado que el horario de "General" es:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |
    Y "2026-03-26" tiene horario de "09:00" a "13:00" en "General"
    Cuando son las "13:00:00"
    Y "K" escribe
    Entonces "K" está en BANDEJA "General"
    Y "General" abre a las "2026-03-27 09:00:00"

  Escenario: cuando el reloj se adelanta, la apertura dentro de la hora que falta es el cambio mismo
    Dado que el horario de "General" es:
      | day | from  | to    |
      | Sun | 02:30 | 12:00 |
    Entonces "General" está cerrado a las "2026-03-29 01:59:59"
    Y "General" abre a las "2026-03-29 03:00:00"
    Y "General" está abierto a las "2026-03-29 03:00:00"

  Escenario: un cierre de emergencia detiene el reparto y termina solo
    Dado que el horario de "General" es:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |
    Cuando son las "10:00:00"
    Y "General" cierra de emergencia hasta las "12:00:00"
    Y "K" escribe
    Entonces "K" está en BANDEJA "General"
    Y "K" espera por "closed hours"
    Y hay 1 eventos "OutOfHours" de "K"
    Y "General" abre a las "12:00:00"
    Cuando son las "11:59:59"
    Entonces "K" está en BANDEJA "General"
    Cuando son las "12:00:00"
    Entonces "K" está en AGENTE "Ana"

  Escenario: el horario cambia en pleno día
    Dado que el horario de "General" es:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |
    Cuando son las "10:00:00"
    Y el horario de "General" pasa a ser:
      | day | from  | to    |
      | Sun | 09:00 | 10:00 |
    Y "K" escribe
    Entonces "K" está en BANDEJA "General"
    Cuando son las "12:00:00"
    Y el horario de "General" pasa a ser:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |
    Entonces "K" está en AGENTE "Ana"

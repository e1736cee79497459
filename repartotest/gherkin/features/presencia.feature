# language: es
Característica: Presencia de los agentes

  Antecedentes:
    Dado que es "2026-03-02 10:00:00" en "America/Argentina/Buenos_Aires"
    Y los agentes "Ana, Beto"
    Y los supervisores "Sol"
    Y la bandeja "Ventas" con los miembros "Ana, Beto"
    Y la bandeja "Ventas" asigna con:
      | setting | value |
      | limit   | 1     |

  @P1
  Escenario: P1 En línea, ausente y desconectado
    Cuando "Ana" pasa a "ausente"
    Entonces "Ana" está "ausente" por "chosen"
    Cuando "Ana" pasa a "desconectado"
    Entonces "Ana" está "desconectado" por "sign-out"
    Cuando "Ana" pasa a "en línea"
    Entonces "Ana" está "en línea" por "chosen"

  @P2
  Escenario: P2 Sin actividad durante diez minutos queda desconectado, al segundo
    Dado que la inactividad cuenta
    Cuando son las "10:05:00"
    Y "Ana" hace algo
    Y son las "10:09:59"
    Entonces "Beto" está "en línea" por "chosen"
    Cuando son las "10:10:00"
    Entonces "Beto" está "desconectado" por "inactivity"
    Y "Ana" está "en línea" por "chosen"
    Cuando son las "10:14:59"
    Entonces "Ana" está "en línea" por "chosen"
    Cuando son las "10:15:00"
    Entonces "Ana" está "desconectado" por "inactivity"

  @P2
  Escenario: P2 La actividad devuelve el estado elegido; después de salir hay que elegir de nuevo
    Dado que la inactividad cuenta
    Cuando "Ana" pasa a "ausente"
    Y "Beto" pasa a "desconectado"
    Y pasan "10m"
    Entonces "Ana" está "desconectado" por "inactivity"
    Cuando "Ana" hace algo
    Y "Beto" hace algo
    Entonces "Ana" está "ausente" por "activity"
    Y "Beto" está "desconectado" por "sign-out"

  @P3
  Escenario: P3 Irse no mueve los chats; volver en línea vacía la cola
    Dado que el agente "Beto" está "desconectado"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Cuando "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Y "Ana" pasa a "desconectado"
    Entonces "K" está en AGENTE "Ana"
    Y "L" espera por "offline"
    Cuando "Beto" pasa a "en línea"
    Entonces "L" está en AGENTE "Beto"

  @P4
  Escenario: P4 Cada cambio dice su causa, y un agente desconocido no cambia nada
    Cuando "Zoe" pasa a "ausente"
    Entonces falla con "not found"
    Cuando "Ana" pasa a "ausente"
    Entonces "Ana" está "ausente" por "chosen"
    Cuando se elimina al agente "Beto"
    Y "Beto" pasa a "en línea"
    Entonces falla con "not found"

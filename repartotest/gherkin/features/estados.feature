# language: es
Característica: Estados y bandejas
  El estado de un contacto es el lugar donde está su chat: BOT, BANDEJA, AGENTE o EXPIRADO.

  Antecedentes:
    Dado que es "2026-03-02 10:00:00" en "America/Argentina/Buenos_Aires"
    Y los agentes "Ana, Beto, Caro"
    Y los supervisores "Sol"
    Y los administradores "Ada"
    Y la bandeja "Ventas" con los miembros "Ana, Beto"
    Y la bandeja "Soporte" con los miembros "Caro"

  @S1
  Escenario: S1 Un chat pasa por los cuatro estados
    Cuando "K" escribe
    Entonces "K" está en BOT
    Cuando el bot deriva a "K" a "Ventas"
    Entonces "K" está en BANDEJA "Ventas"
    Cuando "Ana" toma a "K"
    Entonces "K" está en AGENTE "Ana"
    Cuando pasan "24h"
    Entonces "K" está en EXPIRADO
    Y se cumplen todos los invariantes

  @S2
  Escenario: S2 Un contacto tiene un solo chat por canal, y cada episodio continúa el mismo
    Cuando "K" escribe
    Entonces el episodio de "K" es 1
    Cuando pasan "24h"
    Y "K" escribe
    Entonces el episodio de "K" es 2
    Y la lista de "Sol" por espera es "K"
    Cuando "K" escribe en "webchat"
    Entonces el episodio de "K" es 1
    Y la lista de "Sol" por actividad es "K, K"

  @S3
  Escenario: S3 El estado previo se puede leer siempre
    Dado que la bandeja "Ventas" usa el preset "soporte"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Y el estado previo de "K" es BANDEJA "Ventas"
    Cuando "Ana" deriva a "K" al agente "Beto"
    Entonces el estado previo de "K" es AGENTE "Ana"
    Cuando "Beto" responde a "K"
    Y pasan "24h"
    Entonces "K" está en EXPIRADO
    Y el estado previo de "K" es AGENTE "Beto"
    Cuando "K" escribe
    Entonces "K" está en BOT
    Y el estado previo de "K" es EXPIRADO
    Cuando el bot cierra a "K"
    Entonces el estado previo de "K" es BOT

  @S4
  Escenario: S4 General y Cerradas son de todos, la Personal es de cada uno
    Cuando "K" escribe
    Y el bot deriva a "K" a "General"
    Entonces "K" está en BANDEJA "General"
    Y "Ana, Beto, Caro, Sol, Ada" ven a "K"
    Cuando "Caro" toma a "K"
    Y "Caro" deriva a "K" a la bandeja "Personal of Caro"
    Entonces "K" está en BANDEJA "Personal of Caro"
    Y "Caro, Sol, Ada" ven a "K"
    Y "Ana, Beto" no ve a "K"
    Cuando "Caro" toma a "K"
    Y "Caro" cierra a "K"
    Entonces "Ana, Beto, Caro, Sol, Ada" ven a "K"

  @S5
  Escenario: S5 Un chat cerrado está en BANDEJA, en Cerradas
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "Ana" cierra a "K"
    Entonces "K" está en BANDEJA "Cerradas"
    Y "K" está cerrado
    Y el contador "Closed" de "Ana" es 1

  @S6
  Escenario: S6 Al expirar se libera el cupo del agente
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Entonces la carga de "Ana" es 1
    Cuando pasan "24h"
    Entonces "K" está en EXPIRADO
    Y la carga de "Ana" es 0
    Cuando "Ana" envía una plantilla a "K"
    Y "Ana" devuelve a "K"
    Entonces "K" está en BANDEJA "Ventas"

  @S7 @Q1
  Escenario: S7 Las bandejas de Optiwe son vistas
    Cuando "A" escribe
    Y "B" escribe
    Y el bot deriva a "B" a "Ventas"
    Y "C" escribe
    Y el bot deriva a "C" a "Ventas"
    Y "Ana" toma a "C"
    Y "D" escribe
    Y el bot cierra a "D"
    Y se envía una plantilla de campaña a "E"
    Entonces la lista "Bot" de "Sol" por espera es "A"
    Y la lista "Unassigned" de "Sol" por espera es "B"
    Y la lista "Agents" de "Sol" por espera es "C"
    Y la lista "Closed" de "Sol" por espera es "D"
    Y la lista "Expired" de "Sol" por espera es "E"
    Y la lista "Mine" de "Sol" por espera es ""
    Y la lista "Mine" de "Ana" por espera es "C"
    Y el contador "All" de "Sol" es 5
    Y el contador "Unassigned" de "Caro" es 0

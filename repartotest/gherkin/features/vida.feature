# language: es
Característica: La vida de un chat
  Lo que las páginas dicen de tomar, devolver, derivar, cerrar y expirar.

  Antecedentes:
    Dado que es "2026-03-02 10:00:00" en "America/Argentina/Buenos_Aires"
    Y los agentes "Ana, Beto, Caro"
    Y los supervisores "Sol"
    Y la bandeja "Ventas" con los miembros "Ana, Beto"
    Y la bandeja "Soporte" con los miembros "Caro"

  @L1
  Escenario: L1 Los chats son atendidos primero por el bot
    Cuando "K" escribe
    Entonces a "K" lo atiende el bot
    Y hay 1 eventos "Started" de "K"
    Y hay 1 eventos "Received" de "K"
    Y hay 0 eventos "Pending" de "K"

  @L5 @L40
  Escenario: L5 El bot decide a qué bandeja va el chat
    Cuando "K" escribe
    Y el bot deriva a "K" a "Soporte"
    Entonces "K" está en BANDEJA "Soporte"
    Y hay 1 eventos "HandedOff" de "K"
    Y hay 1 eventos "Pending" de "K"
    Dado que el canal "whatsapp" entra en la bandeja "Ventas"
    Cuando "L" escribe
    Y el bot deriva a "L"
    Entonces "L" está en BANDEJA "Ventas"

  @L10
  Escenario: L10 Un agente de la bandeja toma el chat
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Caro" toma a "K"
    Entonces falla con "not found"
    Cuando "Ana" toma a "K"
    Entonces "K" está en AGENTE "Ana"
    Y la carga de "Ana" es 1

  @L15
  Escenario: L15 En BOT o en una bandeja la sesión expira a las 24 horas
    Cuando "K" escribe
    Y "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Y son las "2026-03-03 09:59:59"
    Entonces "K" está en BOT
    Y "L" está en BANDEJA "Ventas"
    Cuando son las "2026-03-03 10:00:00"
    Entonces "K" está en EXPIRADO
    Y "L" está en EXPIRADO

  @L18
  Escenario: L18 El agente devuelve el chat a la bandeja desde donde lo tomó
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "Ana" devuelve a "K"
    Entonces "K" está en BANDEJA "Ventas"
    Y la carga de "Ana" es 0
    Y hay 1 eventos "Returned" de "K"

  @L19
  Escenario: L19 El agente puede enviar el chat a cualquier bandeja
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "Ana" deriva a "K" a la bandeja "Soporte"
    Entonces "K" está en BANDEJA "Soporte"
    Cuando "Caro" toma a "K"
    Y "Caro" deriva a "K" a la bandeja "Personal of Ana"
    Entonces "K" está en BANDEJA "Personal of Ana"

  @L20
  Escenario: L20 Derivar a un agente
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "Ana" deriva a "K" al agente "Caro"
    Entonces "K" está en AGENTE "Caro"
    Y la carga de "Ana" es 0
    Y la carga de "Caro" es 1
    Y hay 1 eventos "Transferred" de "K"

  @L23
  Escenario: L23 Todo chat que cierra un agente va a Cerradas
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "Beto" cierra a "K"
    Entonces falla con "not found"
    Cuando "Ana" cierra a "K"
    Entonces "K" está cerrado
    Y la carga de "Ana" es 0

  @L24
  Escenario: L24 Un chat tomado expira 24 horas después del último mensaje del contacto
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y pasan "1h"
    Y "K" escribe
    Y son las "2026-03-03 10:59:59"
    Entonces "K" está en AGENTE "Ana"
    Cuando son las "2026-03-03 11:00:00"
    Entonces "K" está en EXPIRADO
    Y la carga de "Ana" es 0

  @L28
  Escenario: L28 Si se cierra y el cliente vuelve a escribir, se reinicia el flujo con el bot
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "Ana" cierra a "K"
    Y "K" escribe
    Entonces a "K" lo atiende el bot
    Y el episodio de "K" es 2

  @L27
  Escenario: L27 La tolerancia de cerrado devuelve el chat a quien lo cerró, hasta el segundo
    Dado que la tolerancia de cerrado es "30m"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "Ana" cierra a "K"
    Y "Ana" pasa a "desconectado"
    Y son las "10:29:59"
    Y "K" escribe
    Entonces "K" está en AGENTE "Ana"
    Y el episodio de "K" es 1
    Y hay 1 eventos "Reopened" de "K"
    Cuando "Ana" cierra a "K"
    Y son las "10:59:59"
    Y "K" escribe
    Entonces a "K" lo atiende el bot
    Y el episodio de "K" es 2

  @L31
  Escenario: L31 Para hablar con un contacto expirado hay que enviar una plantilla
    Cuando "K" escribe
    Y pasan "24h"
    Y "Ana" responde a "K"
    Entonces falla con "session expired"
    Cuando "Ana" envía una plantilla a "K"
    Entonces "K" está en AGENTE "Ana"
    Y el episodio de "K" es 2
    Y hay 1 eventos "Restored" de "K"
    Cuando "Ana" responde a "K"
    Entonces falla con "session expired"
    Cuando "K" escribe
    Y "Ana" responde a "K"
    Entonces "K" está en AGENTE "Ana"

  @L40
  Escenario: L40 La nueva conversación se avisa una sola vez por episodio
    Dado que la tolerancia de cerrado es "30m"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "Ana" devuelve a "K"
    Y "Beto" toma a "K"
    Y "Beto" deriva a "K" a la bandeja "Soporte"
    Y "Caro" toma a "K"
    Y "Caro" deriva a "K" al agente "Ana"
    Y "Ana" cierra a "K"
    Y "K" escribe
    Y "Ana" devuelve a "K"
    Entonces hay 1 eventos "Pending" de "K"

  @L42
  Esquema del escenario: L42 A la manera de Optiwe, se cierra a las 24 horas de la última interacción: <hora>
    Dado que la opción "OnWindowEnd" es "Nothing"
    Y la opción "AutoClose" es "24h"
    Y la opción "AutoCloseFrom" es "LastInteraction"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y pasan "1h"
    Y "Ana" responde a "K"
    Y son las "2026-03-03 <hora>"
    Entonces "K" está en <lugar>

    Ejemplos:
      | hora     | lugar              |
      | 10:00:00 | AGENTE "Ana"       |
      | 10:59:59 | AGENTE "Ana"       |
      | 11:00:00 | BANDEJA "Cerradas" |

  @L42 @L35
  Escenario: L42 Si al final de la ventana no pasa nada, igual no se puede escribir texto libre
    Dado que la opción "OnWindowEnd" es "Nothing"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y pasan "24h"
    Entonces "K" está en AGENTE "Ana"
    Cuando "Ana" responde a "K"
    Entonces falla con "session expired"

  @L45
  Escenario: L45 Para interactuar con el cliente primero hay que asignarse el chat
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" responde a "K"
    Entonces falla con "not owner"
    Y "K" está en BANDEJA "Ventas"

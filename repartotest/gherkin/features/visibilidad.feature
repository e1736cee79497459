# language: es
Característica: Quién puede ver los chats
  La tabla entera de la página: por lugar y por quien pregunta, con sus opciones.

  Antecedentes:
    Dado que es "2026-03-02 10:00:00" en "America/Argentina/Buenos_Aires"
    Y los agentes "Ana, Beto, Caro"
    Y los supervisores "Sol, Sara"
    Y los administradores "Ada"
    Y la bandeja "Ventas" con los miembros "Ana, Beto, Sara"
    Y existen las etiquetas "vip"

  @V1 @V7
  Esquema del escenario: V1 Tabla de visibilidad: <lugar>, opción <opción>
    Dado que la opción "<opción>" es "<valor>"
    Y un bot atiende en "<canal>"
    Cuando "K" escribe
    Y el bot <paso 1>
    Y "Ana" <paso 2>
    Y "Ana" <paso 3>
    Entonces "<ven>" ven a "K"
    Y "<no ven>" no ve a "K"
    Y se cumplen todos los invariantes

    Ejemplos: Tomado por un agente: el agente y los supervisores
      | lugar  | opción                     | valor        | canal    | paso 1                   | paso 2       | paso 3       | ven                       | no ven                |
      | AGENTE | Intervene                  | off          | whatsapp | deriva a "K" a "Ventas"  | toma a "K"   | hace algo    | Ana, Sol, Sara, Ada       | Beto, Caro            |
      | AGENTE | TakenVisibleTo             | InboxMembers | whatsapp | deriva a "K" a "Ventas"  | toma a "K"   | hace algo    | Ana, Beto, Sol, Sara, Ada | Caro                  |
      | AGENTE | TakenHiddenFromSupervisors | on           | whatsapp | deriva a "K" a "Ventas"  | toma a "K"   | hace algo    | Ana                       | Beto, Caro, Sol, Ada  |

    Ejemplos: Bandeja: quienes participan de la bandeja; los supervisores también, salvo opción
      | lugar           | opción                    | valor | canal    | paso 1                   | paso 2    | paso 3    | ven                             | no ven               |
      | BANDEJA Ventas  | Intervene                 | off   | whatsapp | deriva a "K" a "Ventas"  | hace algo | hace algo | Ana, Beto, Sol, Sara, Ada       | Caro                 |
      | BANDEJA Ventas  | SupervisorsSeeMembersOnly | on    | whatsapp | deriva a "K" a "Ventas"  | hace algo | hace algo | Ana, Beto, Sara                 | Caro, Sol, Ada       |

    Ejemplos: Bandeja personal: su dueño, con excepción de los supervisores
      | lugar            | opción                        | valor | canal    | paso 1                  | paso 2     | paso 3                                      | ven                 | no ven                     |
      | BANDEJA Personal | Intervene                     | off   | whatsapp | deriva a "K" a "Ventas" | toma a "K" | deriva a "K" a la bandeja "Personal of Ana" | Ana, Sol, Sara, Ada | Beto, Caro                 |
      | BANDEJA Personal | PersonalHiddenFromSupervisors | on    | whatsapp | deriva a "K" a "Ventas" | toma a "K" | deriva a "K" a la bandeja "Personal of Ana" | Ana                 | Beto, Caro, Sol, Sara, Ada |

    Ejemplos: Cerradas: todos, salvo opción; y con grupos, solo el grupo
      | lugar            | opción          | valor        | canal    | paso 1                  | paso 2     | paso 3       | ven                       | no ven |
      | BANDEJA Cerradas | ClosedVisibleTo | InboxMembers | whatsapp | deriva a "K" a "Ventas" | toma a "K" | cierra a "K" | Ana, Beto, Sol, Sara, Ada | Caro   |
      | BANDEJA Cerradas | RestrictByGroup | on           | whatsapp | deriva a "K" a "Ventas" | toma a "K" | cierra a "K" | Ana, Beto, Sol, Sara, Ada | Caro   |
      | AGENTE           | RestrictByGroup | on           | whatsapp | deriva a "K" a "Ventas" | toma a "K" | hace algo    | Ana, Sol, Sara, Ada       | Beto   |

  @V1
  Esquema del escenario: V1 Lo ven todos: <lugar>
    Cuando "K" escribe
    Y el bot <paso 1>
    Y pasan "<tiempo>"
    Entonces "K" está en <lugar>
    Y "Ana, Beto, Caro, Sol, Sara, Ada" ven a "K"

    Ejemplos:
      | lugar              | paso 1                   | tiempo |
      | BANDEJA "General"  | deriva a "K" a "General" | 1h     |
      | EXPIRADO           | deriva a "K" a "Ventas"  | 24h    |
      | BANDEJA "Cerradas" | cierra a "K"             | 1h     |

  @V1
  Escenario: V1 Al bot lo ven todos
    Cuando "K" escribe
    Entonces "Ana, Beto, Caro, Sol, Sara, Ada" ven a "K"

  @V1
  Escenario: V1 Las notas internas son de quien ve el chat
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Beto" anota "llamar mañana" en "K"
    Y "Sol" anota "urgente" en "K"
    Entonces hay 2 eventos "Noted" de "K"
    Cuando "Caro" anota "hola" en "K"
    Entonces falla con "not found"

  @V2
  Escenario: V2 Las etiquetas se crean antes, y las pone el dueño o un supervisor
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y "Ana" toma a "K"
    Y "Ana" etiqueta a "K" con "reclamo"
    Entonces falla con "no such tag"
    Cuando "Ana" etiqueta a "K" con "vip"
    Entonces hay 1 eventos "Tagged" de "K"
    Cuando "Ana" devuelve a "K"
    Y "Beto" quita a "K" la etiqueta "vip"
    Entonces falla con "not allowed"
    Cuando "Sol" quita a "K" la etiqueta "vip"
    Entonces hay 1 eventos "Untagged" de "K"

  @V3
  Escenario: V3 Lo que se sabe del contacto vale en todos sus chats
    Cuando "K" escribe
    Y "Ana" fija la afinidad de "K" con "Ana"
    Y "K" escribe en "webchat"
    Entonces la afinidad de "K" es "Ana"
    Cuando "Ana" quita la afinidad de "K"
    Entonces "K" no tiene afinidad

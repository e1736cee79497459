# language: es
Característica: Prioridad de atención
  Quién atiende primero: los asesores humanos o el asistente inteligente.

  Antecedentes:
    Dado que es "2026-03-02 10:00:00" en "America/Bogota"
    Y los agentes "Ana, Beto"
    Y ningún bot atiende en "whatsapp"
    Y el horario de "General" es:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |

  @F1 @F2 @ejemplo1
  Esquema del escenario: F2 Ejemplo 1, la tienda de 9 a 18 con prioridad en los asesores: <hora>, Ana <estado>
    Dado que un asistente está activo en "General"
    Y la prioridad de "General" es "Asesores Humanos"
    Y el agente "Beto" está "desconectado"
    Y el agente "Ana" está "<estado>"
    Cuando son las "2026-03-03 <hora>"
    Y "K" escribe
    Entonces "K" está en <lugar>

    Ejemplos:
      | hora     | estado       | lugar             |
      | 08:59:59 | en línea     | BOT               |
      | 09:00:00 | en línea     | BANDEJA "General" |
      | 12:00:00 | desconectado | BOT               |
      | 12:00:00 | ausente      | BOT               |
      | 17:59:59 | en línea     | BANDEJA "General" |
      | 18:00:00 | en línea     | BOT               |

  @F3 @ejemplo2
  Esquema del escenario: F3 Ejemplo 2, el soporte 24/7 con prioridad en el asistente: <hora>, Ana <estado>
    Dado que un asistente está activo en "General"
    Y la prioridad de "General" es "Asistente Inteligente"
    Y el agente "Ana" está "<estado>"
    Cuando son las "2026-03-03 <hora>"
    Y "K" escribe
    Entonces a "K" lo atiende el asistente
    Cuando el asistente deriva a "K"
    Entonces "K" está en BANDEJA "General"

    Ejemplos:
      | hora     | estado       |
      | 03:00:00 | desconectado |
      | 12:00:00 | en línea     |
      | 12:00:00 | ausente      |
      | 23:59:59 | en línea     |

  @F1
  Escenario: F1 El asistente es la prioridad por defecto, y sin asistente activo la prioridad no cuenta
    Cuando "K" escribe
    Entonces "K" está en BANDEJA "General"
    Dado que un asistente está activo en "General"
    Cuando "L" escribe
    Entonces a "L" lo atiende el asistente
    Dado que la prioridad de "General" es "Asesores Humanos"
    Y el asistente de "General" está "Inactivo"
    Y el asistente de "General" está "Activo"
    Cuando "M" escribe
    Entonces "M" está en BANDEJA "General"

  @F2
  Escenario: F2 Un chat que ya está en una bandeja se queda
    Dado que un asistente está activo en "General"
    Y la prioridad de "General" es "Asesores Humanos"
    Cuando "K" escribe
    Y "Ana" pasa a "desconectado"
    Y "Beto" pasa a "desconectado"
    Y "K" escribe
    Entonces "K" está en BANDEJA "General"

  @F4
  Escenario: F4 Estar lleno no es estar ausente
    Dado que un asistente está activo en "General"
    Y la prioridad de "General" es "Asesores Humanos"
    Y la bandeja "General" usa el preset "soporte"
    Y el agente "Beto" está "desconectado"
    Y el agente "Ana" tiene 10 chats respondidos
    Cuando "K" escribe
    Entonces "K" está en BANDEJA "General"
    Y "K" espera por "full"

  @F5
  Escenario: F5 El horario del asistente se mira en cada mensaje del contacto
    Dado que el asistente de "General" trabaja de "09:00" a "12:00"
    Cuando son las "11:59:58"
    Y "K" escribe
    Entonces a "K" lo atiende el asistente
    Cuando son las "11:59:59"
    Y "K" escribe
    Entonces a "K" lo atiende el asistente
    Cuando son las "12:00:00"
    Entonces a "K" lo atiende el asistente
    Cuando "K" escribe
    Entonces "K" está en BANDEJA "General"
    Y hay 1 eventos "Pending" de "K"

  @F6
  Escenario: F6 El asistente desborda a los humanos y no lo recupera en ese episodio
    Dado que la bandeja "Soporte" con los miembros "Ana"
    Y un asistente está activo en "General"
    Y un asistente está activo en "Soporte"
    Cuando "K" escribe
    Entonces a "K" lo atiende el asistente
    Cuando el asistente deriva a "K" a "Soporte"
    Entonces "K" está en BANDEJA "Soporte"
    Cuando "Ana" pasa a "desconectado"
    Y "K" escribe
    Entonces "K" está en BANDEJA "Soporte"

  @F7
  Escenario: F7 El bot va siempre primero, y al derivar se decide en la bandeja
    Dado que la bandeja "Soporte" con los miembros "Ana"
    Y un bot atiende en "whatsapp"
    Y un asistente está activo en "Soporte"
    Y la prioridad de "Soporte" es "Asistente Inteligente"
    Cuando "K" escribe
    Entonces a "K" lo atiende el bot
    Cuando el bot deriva a "K" a "Soporte"
    Entonces a "K" lo atiende el asistente
    Cuando "L" escribe
    Y el bot deriva a "L" a "General"
    Entonces "L" está en BANDEJA "General"

  @F9
  Escenario: F9 Un cambio vale para la próxima decisión
    Dado que un asistente está activo en "General"
    Cuando "K" escribe
    Dado que la prioridad de "General" es "Asesores Humanos"
    Entonces a "K" lo atiende el asistente
    Cuando "L" escribe
    Entonces "L" está en BANDEJA "General"
    Dado que el asistente de "General" está "Inactivo"
    Entonces a "K" lo atiende el asistente
    Cuando "K" escribe
    Entonces "K" está en BANDEJA "General"

  @F10
  Escenario: F10 El aviso de fuera de horario va una vez hasta la próxima apertura
    Cuando son las "2026-03-02 18:00:00"
    Y "K" escribe
    Entonces hay 1 eventos "OutOfHours" de "K"
    Y "General" abre a las "2026-03-03 09:00:00"
    Cuando son las "2026-03-03 08:59:59"
    Y "K" escribe
    Entonces hay 1 eventos "OutOfHours" de "K"
    Cuando son las "2026-03-03 12:00:00"
    Y "K" escribe
    Entonces hay 1 eventos "OutOfHours" de "K"
    Cuando son las "2026-03-03 18:00:00"
    Y "K" escribe
    Entonces hay 2 eventos "OutOfHours" de "K"

  @F12
  Escenario: F12 El horario propio reemplaza entero al general, feriados incluidos
    Dado que la bandeja "Ventas" con los miembros "Ana"
    Y la bandeja "Soporte" con los miembros "Ana"
    Y "2026-03-24" es feriado en "General"
    Y el horario de "Ventas" es:
      | day | from  | to    |
      | Tue | 10:00 | 12:00 |
    Entonces "General" está cerrado a las "2026-03-24 11:00:00"
    Y "Soporte" está cerrado a las "2026-03-24 11:00:00"
    Y "Ventas" está abierto a las "2026-03-24 11:00:00"
    Y "Ventas" está cerrado a las "2026-03-23 11:00:00"

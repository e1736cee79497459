# language: es
Característica: Quién atiende primero, contado en español

  @F2 @F5
  Escenario: F2 Primero los humanos, y de noche el asistente
    Dado que es "2026-03-02 17:59:59" en "America/Bogota"
    Y los agentes "Ana"
    Y ningún bot atiende en "whatsapp"
    Y el horario de "General" es:
      | day     | from  | to    |
      | Mon-Fri | 09:00 | 18:00 |
    Y un asistente está activo en "General"
    Y la prioridad de "General" es "Asesores Humanos"
    Cuando "K" escribe
    Entonces "K" está en BANDEJA "General"
    Cuando pasan "1s"
    Y "L" escribe
    Entonces a "L" lo atiende el asistente
    Cuando el asistente deriva a "L"
    Entonces "L" está en BANDEJA "General"
    Y hay 1 eventos "OutOfHours" de "L"
    Y "General" abre a las "2026-03-03 09:00:00"

# language: es
Característica: rebanada

  @A1
  Escenario: preset ventas
    Dado que es "2026-03-02 16:00:00" en "America/Argentina/Buenos_Aires"
    Y los agentes "Ana, Beto"
    Y la bandeja "Ventas" con los miembros "Ana, Beto"
    Y la bandeja "Ventas" usa el preset "ventas"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Cuando son las "16:00:59"
    Entonces "K" está en AGENTE "Ana"
    Cuando son las "16:01:00"
    Entonces "K" rotó de "Ana" a "Beto" a las "16:01:00"
    Cuando "Ana" responde a "K"
    Entonces falla con "not found"

# language: es
Característica: Ventas, contado en español
  La misma historia que sales.en.feature, evento por evento.

  Antecedentes:
    Dado que es "2026-03-02 16:00:00" en "America/Argentina/Buenos_Aires"
    Y los agentes "Ana, Beto"
    Y la bandeja "Ventas" con los miembros "Ana, Beto"
    Y la bandeja "Ventas" usa el preset "ventas"

  @A1 @L21
  Escenario: A1 Rota al minuto
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Cuando son las "16:00:59"
    Entonces "K" está en AGENTE "Ana"
    Cuando son las "16:01:00"
    Entonces "K" rotó de "Ana" a "Beto" a las "16:01:00"

  @L43
  Escenario: L43 Un saludo no es una respuesta
    Cuando "K" escribe
    Y el bot deriva a "K" a "Ventas"
    Y se envía a "K" un saludo automático de "Ana"
    Y pasan "60s"
    Entonces "K" está en AGENTE "Beto"

# language: es
Característica: Afinidad entre clientes y agentes

  Antecedentes:
    Dado que es "2026-03-02 10:00:00" en "America/Argentina/Buenos_Aires"
    Y los agentes "Ana, Beto, Caro"
    Y los supervisores "Sol"
    Y los administradores "Ada"
    Y la bandeja "Ventas" con los miembros "Ana, Beto, Caro"
    Y la bandeja "Ventas" usa el preset "soporte"

  @N1
  Escenario: N1 La asignación prueba primero con el agente afín, y no mueve el turno
    Cuando "K" escribe
    Y "Ada" fija la afinidad de "K" con "Caro"
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Caro"
    Cuando "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Entonces "L" está en AGENTE "Ana"

  @N1
  Escenario: N1 Si el afín no puede, sigue el turno y la afinidad queda
    Dado que el agente "Caro" está "ausente"
    Cuando "K" escribe
    Y "Ada" fija la afinidad de "K" con "Caro"
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Y la afinidad de "K" es "Caro"

  @N1
  Escenario: N1 Con AffinityWait espera al afín hasta el segundo, sin demorar a otros
    Dado que la opción "AffinityWait" es "5m"
    Y el agente "Caro" está "ausente"
    Cuando "K" escribe
    Y "Ada" fija la afinidad de "K" con "Caro"
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" espera por "affinity"
    Cuando "L" escribe
    Y el bot deriva a "L" a "Ventas"
    Entonces "L" está en AGENTE "Ana"
    Cuando son las "10:04:59"
    Entonces "K" está en BANDEJA "Ventas"
    Cuando son las "10:05:00"
    Entonces "K" está en AGENTE "Beto"

  @N2
  Escenario: N2 Un agente solo fija la afinidad consigo, y no se lleva la de otro
    Cuando "K" escribe
    Y "Ana" fija la afinidad de "K" con "Beto"
    Entonces falla con "not allowed"
    Cuando "Ana" fija la afinidad de "K" con "Ana"
    Entonces la afinidad de "K" es "Ana"
    Cuando "Beto" fija la afinidad de "K" con "Beto"
    Entonces falla con "not allowed"
    Cuando "Sol" quita la afinidad de "K"
    Entonces falla con "not allowed"
    Cuando "Ana" quita la afinidad de "K"
    Entonces "K" no tiene afinidad
    Cuando "Ada" fija la afinidad de "K" con "Beto"
    Entonces la afinidad de "K" es "Beto"

  @N3
  Escenario: N3 Rotar, derivar y tomar no cambian la afinidad
    Cuando "K" escribe
    Y "Ada" fija la afinidad de "K" con "Ana"
    Y el bot deriva a "K" a "Ventas"
    Entonces "K" está en AGENTE "Ana"
    Cuando pasan "10m"
    Entonces "K" está en AGENTE "Beto"
    Cuando "Beto" deriva a "K" al agente "Caro"
    Y "Caro" devuelve a "K"
    Entonces la afinidad de "K" es "Ana"
    Y "K" está en AGENTE "Ana"

  @N3 @L27
  Escenario: N3 La tolerancia va antes que la afinidad
    Dado que la tolerancia de cerrado es "30m"
    Cuando "K" escribe
    Y "Ada" fija la afinidad de "K" con "Caro"
    Y el bot deriva a "K" a "Ventas"
    Y "Caro" deriva a "K" al agente "Beto"
    Y "Beto" cierra a "K"
    Y "K" escribe
    Entonces "K" está en AGENTE "Beto"

# language: es
Característica: Presencia, contada en español

  @P2 @P3
  Escenario: P2 P3 Inactiva, y de vuelta a una cola llena
    Dado que es "2026-03-02 10:00:00" en "America/Mexico_City"
    Y los agentes "Ana"
    Y los supervisores "Sol"
    Y la bandeja "Soporte" con los miembros "Ana"
    Y la bandeja "Soporte" usa el preset "soporte"
    Y la inactividad cuenta
    Cuando pasan "10m"
    Entonces "Ana" está "desconectado" por "inactivity"
    Cuando "K" escribe
    Y el bot deriva a "K" a "Soporte"
    Entonces "K" espera por "offline"
    Y no se pudo asignar a nadie para "K"
    Cuando "Ana" hace algo
    Entonces "K" está en AGENTE "Ana"
    Cuando "Ana" pasa a "ausente"
    Y "Ana" cierra a "K"
    Entonces "K" está cerrado
    Y "Ana, Sol" ven a "K"

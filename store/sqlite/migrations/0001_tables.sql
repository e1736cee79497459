-- oldest: 1
--
-- Ids are text, compared as bytes. Instants are microseconds since the year 1; none is NULL where an index leaves it out, else 0.
-- doc is the JSON of a value of package botflow; the columns beside it follow from it and are what indexes need.

CREATE TABLE reparto_account (
  id        TEXT NOT NULL PRIMARY KEY,
  revision  INTEGER NOT NULL DEFAULT 0,  -- of the directory
  directory TEXT NOT NULL DEFAULT '',
  events    INTEGER NOT NULL DEFAULT 0,  -- number of the account's last event
  moves     INTEGER NOT NULL DEFAULT 0   -- the last revision that a consumer was given
) STRICT, WITHOUT ROWID;

CREATE TABLE reparto_conversation (
  account   TEXT NOT NULL,
  id        TEXT NOT NULL,
  channel   TEXT NOT NULL,
  contact   TEXT NOT NULL,
  events    INTEGER NOT NULL,            -- number of its last event
  area      INTEGER NOT NULL,            -- inbox.Area
  home      TEXT NOT NULL,
  holder    TEXT NOT NULL,               -- '' : none
  waiting   INTEGER NOT NULL,            -- key of inbox.ByWaiting
  recency   INTEGER NOT NULL,            -- key of inbox.ByRecency
  urgency   INTEGER NOT NULL,            -- the priority, negated
  queued_at INTEGER NOT NULL,
  wake_at   INTEGER,
  wake_rank INTEGER NOT NULL,
  doc       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX reparto_conversation_id ON reparto_conversation (account, id);
CREATE UNIQUE INDEX reparto_conversation_chat ON reparto_conversation (account, contact, channel);
-- Every shelf of a list is one range of one of these, in each of the two orders.
CREATE INDEX reparto_conversation_area_waiting ON reparto_conversation (account, area, waiting, id);
CREATE INDEX reparto_conversation_area_recency ON reparto_conversation (account, area, recency, id);
CREATE INDEX reparto_conversation_home_waiting ON reparto_conversation (account, area, home, waiting, id);
CREATE INDEX reparto_conversation_home_recency ON reparto_conversation (account, area, home, recency, id);
CREATE INDEX reparto_conversation_holder_waiting ON reparto_conversation (account, area, holder, waiting, id) WHERE holder <> '';
CREATE INDEX reparto_conversation_holder_recency ON reparto_conversation (account, area, holder, recency, id) WHERE holder <> '';
-- What waits in a shared inbox (area 2), in order of service.
CREATE INDEX reparto_conversation_queue ON reparto_conversation (account, home, urgency, queued_at, id) WHERE area = 2;
CREATE INDEX reparto_conversation_wake ON reparto_conversation (account, wake_at, wake_rank, id) WHERE wake_at IS NOT NULL;

CREATE TABLE reparto_contact (
  account  TEXT NOT NULL,
  id       TEXT NOT NULL,
  affinity TEXT NOT NULL,                -- '' : none
  doc      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX reparto_contact_id ON reparto_contact (account, id);
CREATE INDEX reparto_contact_affinity ON reparto_contact (account, affinity, id) WHERE affinity <> '';

CREATE TABLE reparto_agent (
  account   TEXT NOT NULL,
  id        TEXT NOT NULL,
  written   INTEGER NOT NULL,            -- 0: only the directory knows the agent, or seats are left
  known     INTEGER NOT NULL,            -- 1: the directory in force knows the agent
  events    INTEGER NOT NULL,            -- number of the agent's last event
  load      INTEGER NOT NULL,
  status    INTEGER NOT NULL,
  since     INTEGER NOT NULL,
  idle_from INTEGER NOT NULL,
  ramped    INTEGER NOT NULL,
  wake_at   INTEGER,
  doc       TEXT NOT NULL,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reparto_agent_wake ON reparto_agent (account, wake_at, id) WHERE wake_at IS NOT NULL;

CREATE TABLE reparto_inbox (
  account TEXT NOT NULL,
  id      TEXT NOT NULL,
  written INTEGER NOT NULL,
  known   INTEGER NOT NULL,
  turn    INTEGER NOT NULL,
  wake_at INTEGER,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reparto_inbox_wake ON reparto_inbox (account, wake_at, id) WHERE wake_at IS NOT NULL;

-- One agent in one inbox. One that is no member only remembers the ordinal.
CREATE TABLE reparto_seat (
  account      TEXT NOT NULL,
  inbox        TEXT NOT NULL,
  agent        TEXT NOT NULL,
  member       INTEGER NOT NULL,
  position     INTEGER NOT NULL,
  barred       TEXT NOT NULL,
  needs_online INTEGER NOT NULL,
  attends      INTEGER NOT NULL,
  most         INTEGER NOT NULL,         -- the limit
  ranking      INTEGER NOT NULL,         -- routing.Order
  ramp_limit   INTEGER NOT NULL,
  ramp_period  INTEGER NOT NULL,         -- nanoseconds
  ordinal      INTEGER NOT NULL,
  rank         INTEGER NOT NULL,
  ready        INTEGER NOT NULL,
  human        INTEGER NOT NULL,
  PRIMARY KEY (account, inbox, agent)
) STRICT, WITHOUT ROWID;
CREATE INDEX reparto_seat_agent ON reparto_seat (account, agent);
CREATE INDEX reparto_seat_ready ON reparto_seat (account, inbox, rank, ordinal, position, agent) WHERE ready = 1;
CREATE INDEX reparto_seat_turn ON reparto_seat (account, inbox, ordinal, position, agent) WHERE member = 1;
CREATE INDEX reparto_seat_human ON reparto_seat (account, inbox) WHERE human = 1;

CREATE TABLE reparto_note (
  account      TEXT NOT NULL,
  conversation TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  doc          TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX reparto_note_seq ON reparto_note (account, conversation, seq);

-- There is one writer at a time, so positions are given in the order of commits. None is given twice.
CREATE TABLE reparto_event (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  account  TEXT NOT NULL,
  kind     INTEGER NOT NULL,             -- botflow.SubjectKind
  subject  TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  recorded INTEGER NOT NULL,
  doc      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX reparto_event_subject ON reparto_event (account, kind, subject, seq);
CREATE INDEX reparto_event_feed ON reparto_event (account, position);

CREATE TABLE reparto_operation (
  account TEXT NOT NULL,
  id      TEXT NOT NULL,
  at      INTEGER NOT NULL,
  result  BLOB                           -- NULL: the operation has none
) STRICT;
CREATE UNIQUE INDEX reparto_operation_id ON reparto_operation (account, id);
CREATE INDEX reparto_operation_age ON reparto_operation (account, at);

CREATE TABLE reparto_job (
  account TEXT NOT NULL,
  id      TEXT NOT NULL,
  at      INTEGER NOT NULL,
  doc     TEXT NOT NULL,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reparto_consumer (
  account  TEXT NOT NULL,
  name     TEXT NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL,
  busy     INTEGER NOT NULL,
  held     TEXT NOT NULL,                -- JSON of []store.Hold
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;
